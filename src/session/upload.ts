import { createHash } from "node:crypto";
import { type Ownership, pathWord, quote, sh, ShellCommand } from "../command/mod.ts";

/** Files up to this size travel inside the session: one argument of a process holds 128 KiB at the most (execve(2)). */
export const INLINE_LIMIT = 60 * 1024;

/** What an upload prints when it could not replace the file in one step. */
export const NOT_ATOMIC = "drover: not atomic";

/** What an upload needs to know. */
export interface UploadOptions extends Ownership {
  readonly dest: string;
  /** In bytes. */
  readonly size: number;
  /** The hex digest of the content. */
  readonly sha256: string;
}

/**
 * The command that puts content into a file. Links are resolved first; a temporary file beside the destination takes the
 * attributes of the old file, or of the wish, before it takes the content; its checksum is compared; it is renamed.
 * Where that cannot be (bind mount, directory not writable, several hard links) the file is written in place after a
 * backup. Without `content` it reads stdin.
 */
export function uploadCommand(
  { dest, user, group, mode, size, sha256 }: UploadOptions,
  content?: Uint8Array,
): ShellCommand {
  const owner = user && group ? `${user}:${group}` : user ?? "";
  const header = sh`d=${pathWord(dest)} o=${owner} g=${user ? "" : group ?? ""} m=${
    mode ?? ""
  } n=${`.drover-${crypto.randomUUID()}`} k=${sha256} z=${size}`;
  const source = content === undefined ? "cat" : `printf %s ${quote(toBase64(content))} | base64 -d`;
  return new ShellCommand(`${header}\nput() { ${source}; }\n${SCRIPT}`);
}

const SCRIPT = `set -e
i=0
while [ -L "$d" ]; do
  i=$((i + 1)) l=$(readlink "$d")
  [ "$i" -le 40 ] || { echo "too many levels of symbolic links: $d" >&2; exit 1; }
  case $l in /*) d=$l ;; *) d=$(dirname "$d")/$l ;; esac
done
[ ! -d "$d" ] || { echo "$d is a directory" >&2; exit 1; }
p=$(dirname "$d") u=$(umask) a=
[ -d "$p" ] || { echo "there is no directory $p" >&2; exit 1; }
umask 077
if [ -w "$p" ] && { [ ! -e "$d" ] || [ -z "$(find "$d" -prune -links +1)" ]; }; then a=1 t=$p/$n; else t=\${TMPDIR:-/tmp}/$n; fi
trap 'rm -f "$t" "$t.old"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
own() {
  [ -z "$o" ] || chown "$o" "$1"
  [ -z "$g" ] || chgrp "$g" "$1"
  [ -z "$m" ] || chmod "$m" "$1"
}
if [ -n "$a" ] && [ -e "$d" ]; then
  cp --attributes-only --preserve=all "$d" "$t" 2>/dev/null || cp -a "$d" "$t" 2>/dev/null || cp -p "$d" "$t"
  own "$t"
elif [ -n "$a" ]; then
  : >"$t"
  own "$t"
fi
put >"$t"
case "$(sha256sum "$t" 2>/dev/null || shasum -a 256 "$t" 2>/dev/null || sha256 -q "$t" 2>/dev/null || wc -c <"$t")" in
  *"$k"* | "$z" | *" $z") ;;
  *) echo "what arrived for $d differs from what was sent" >&2; exit 1 ;;
esac
if [ -n "$a" ]; then
  [ -e "$d" ] || [ -n "$m" ] || chmod "$(printf %o $((0666 & ~0$u)))" "$t"
  mv -f "$t" "$d" 2>/dev/null && exit 0
fi
[ ! -e "$d" ] || cp -p "$d" "$t.old"
if [ ! -e "$d" ] || cat "$t" >"$d"; then
  [ -e "$d" ] || { cat "$t" >"$d"; [ -n "$m" ] || chmod "$(printf %o $((0666 & ~0$u)))" "$d"; }
  own "$d"
  echo '${NOT_ATOMIC}'
else
  cat "$t.old" >"$d"
  exit 1
fi
`;

/** The digest that an upload is checked against. */
export function sha256Of(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
