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
}

/**
 * The command that puts content into a file. Links are resolved first; a temporary file beside the destination takes the
 * attributes of the old file, or of the wish, before it takes the content; what it then holds is checked; it is renamed.
 * Where that cannot be (bind mount, directory not writable, several hard links, an owner that we cannot give) the file is
 * written in place, and gets its old content back if that fails.
 *
 * Content inside the script passes a shell, quotes and base64, and is checked by its digest. Without `content` the script
 * reads stdin: a stream passes nothing that could change a byte (SSH vouches for each), but may break off: its size is checked.
 */
export function uploadCommand(
  { dest, user, group, mode, size }: UploadOptions,
  content?: Uint8Array,
): ShellCommand {
  const owner = user && group ? `${user}:${group}` : user ?? "";
  const header = sh`d=${pathWord(dest)} o=${owner} g=${user ? "" : group ?? ""} m=${
    mode ?? ""
  } n=${`.drover-${crypto.randomUUID()}`} k=${content ? sha1Of(content) : size} z=${size}`;
  const fill = content ? `fill() { ${printed(content)} >&3; s=$(digest <"$t"); }` : FILL_BY_STREAM;
  return new ShellCommand(`${header}\n${fill}\n${SCRIPT}`).leavingNothing();
}

/** Text goes as it is, unless quotes make it too long; for other bytes the host needs something that knows base64. */
function printed(content: Uint8Array): string {
  const text = textIn(content);
  const quoted = text === undefined ? undefined : quote(text);
  if (quoted !== undefined && quoted.length < 2 * INLINE_LIMIT) return `printf %s ${quoted}`;
  return `printf %s ${quote(toBase64(content))} | { ${DECODE}; }`;
}

function textIn(content: Uint8Array): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

const DECODE = "if command -v base64 >/dev/null; then base64 -d; elif command -v openssl >/dev/null; " +
  "then openssl base64 -d -A; else perl -MMIME::Base64 -0777 -ne 'print decode_base64($_)'; fi";

const FILL_BY_STREAM = 'fill() { cat >&3; s=$(wc -c <"$t"); }';

const SCRIPT = `set -e
case $d in /*) ;; *) d=./$d ;; esac
i=0
while [ -L "$d" ]; do
  i=$((i + 1)) l=$(readlink "$d")
  [ "$i" -le 40 ] || { echo "too many levels of symbolic links: $d" >&2; exit 1; }
  case $l in /*) d=$l ;; *) d=\${d%/*}/$l ;; esac
done
[ ! -d "$d" ] || { echo "$d is a directory" >&2; exit 1; }
p=\${d%/*} u= a= w=
case $m in [0-7]*) ;; *) u=$(umask) ;; esac
[ -n "$p" ] || p=/
[ -d "$p" ] || { echo "there is no directory $p" >&2; exit 1; }
if [ -w "$p" ] && { [ ! -e "$d" ] || [ -z "$(find "$d" -prune -links +1)" ]; }; then a=1 t=$p/$n; else t=\${TMPDIR:-/tmp}/$n; fi
[ -n "$a" ] || [ -w "$d" ] || { echo "$d cannot be written, and neither can its directory" >&2; exit 1; }
trap '[ -z "$w" ] || cat "$t.old" >"$d"; [ ! -e "$t" ] || rm -f "$t" "$t.old"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
own() {
  { [ -z "$o" ] || chown "$o" "$1"; } && { [ -z "$g" ] || chgrp "$g" "$1"; } && { [ -z "$m" ] || chmod "$m" "$1"; }
}
digest() { sha1sum 2>/dev/null || shasum 2>/dev/null || sha1 -q 2>/dev/null || wc -c; }
who() { ls -ldn "$1" | { read -r _ _ x y _; echo "$x:$y"; }; }
like() {
  { cp -a "$d" "$t" 2>/dev/null || cp -p "$d" "$t"; } && s=$(stat -c %a "$t" 2>/dev/null || stat -f %Mp%Lp "$t") &&
    chmod u+w "$t" && exec 3>"$t" && chmod "$s" "$t"
}
umask 077
exec 3>"$t"
if [ -n "$a" ] && [ -e "$d" ]; then
  cp --attributes-only --preserve=all "$d" "$t" 2>/dev/null || like
  [ "$(who "$d")" = "$(who "$t")" ] || [ ! -w "$d" ] || { a=; chmod 600 "$t"; }
elif [ -n "$a" ]; then
  [ -z "$u" ] || chmod "$(printf %o $((0666 & ~0$u)))" "$t"
fi
[ -z "$a" ] || own "$t"
fill
exec 3>&-
case " $s " in
  *" $k "* | *" $z "*) ;;
  *) echo "what arrived for $d differs from what was sent" >&2; exit 1 ;;
esac
if [ -n "$a" ] && [ ! -e "$d" ]; then
  mv -f "$t" "$d"
  exit 0
fi
[ -z "$a" ] || ! mv -f "$t" "$d" 2>/dev/null || exit 0
cat "$d" >"$t.old"
w=1
{ own "$d" && cat "$t" >&3; } 3>"$d" || exit 1
w=
echo '${NOT_ATOMIC}'
`;

function sha1Of(content: Uint8Array): string {
  return createHash("sha1").update(content).digest("hex");
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
