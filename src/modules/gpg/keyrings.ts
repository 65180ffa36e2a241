import { arg, type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { type GpgKeyMap, parseKeys } from "../gpg_keys.ts";

/** A file with OpenPGP keys. */
export interface GpgKeyring {
  /** What its name says: binary, ASCII armored, or a keybox. */
  readonly format: "gpg" | "asc" | "kbx";
  readonly keys: GpgKeyMap;
}

const MARK = "KEYRING:";

// A keybox is the one kind that --show-keys does not read.
const SHOW = raw(`do
  test -f "$file" || continue
  printf '${MARK}%s\\n' "$file"
  case $file in
  *.kbx) gpg --batch --with-colons --no-default-keyring --keyring "$file" --list-keys 2>/dev/null || true ;;
  *) gpg --batch --with-colons --show-keys -- "$file" 2>/dev/null || true ;;
  esac
done`);

/** The keyrings in directories. */
export const GpgKeyrings: Fact<Record<string, GpgKeyring>, { directories: string | readonly string[] }> = fact({
  module: "gpg",
  name: "GpgKeyrings",
  doc: "The `.gpg`, `.asc` and `.kbx` files in directories, by their paths, with their keys. Any system with gpg.",
  args: () => z.object({ directories: arg.list().describe("the directories on the host, as `/etc/apt/keyrings`") }),
  requiresCommand: "gpg",
  command: ({ directories }) =>
    sh`for place in ${directories}; do for file in "$place"/*.gpg "$place"/*.asc "$place"/*.kbx; ${SHOW}; done`,
  process: (lines) => {
    const starts = lines.flatMap((line, index) => line.startsWith(MARK) ? [index] : []);
    const stray = lines.slice(0, starts[0]).find((line) => line.trim() !== "");
    if (stray !== undefined) throw unexpected("the path of a keyring", stray);
    return Object.fromEntries(starts.map((start, index) => {
      const path = lines[start]!.slice(MARK.length).trim();
      return [path, { format: formatOf(path), keys: parseKeys(lines.slice(start + 1, starts[index + 1])) }];
    }));
  },
  default: () => ({}),
});

function formatOf(path: string): GpgKeyring["format"] {
  return path.endsWith(".asc") ? "asc" : path.endsWith(".kbx") ? "kbx" : "gpg";
}
