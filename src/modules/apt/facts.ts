import { arg, type Fact, fact, sh, z } from "../../api/mod.ts";
import { type GpgKeyInfo, parseKeys } from "../gpg_keys.ts";
import { words } from "../packages.ts";
import { aptGet } from "./apt_get.ts";
import { type AptSource, parseSources } from "./sources.ts";

/** The package sources. */
export const AptSources: Fact<AptSource[]> = fact({
  module: "apt",
  name: "AptSources",
  local: true,
  doc: "The package sources of `sources.list`, and of `.list` and deb822 `.sources` files in `sources.list.d`. " +
    "Debian, Ubuntu and their kin.",
  requiresCommand: "apt-get",
  command: () =>
    sh`for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do ! test -f "$file" || { cat "$file"; echo; echo; }; done`,
  process: (lines) => parseSources(lines),
  default: () => [],
});

/** A key that apt can use. */
export interface AptKeyInfo extends GpgKeyInfo {
  /** The files that it is in. */
  readonly keyrings?: readonly string[];
}

const DIRECTORIES = ["/etc/apt/trusted.gpg.d", "/etc/apt/keyrings", "/usr/share/keyrings"];
const MARK = "keyring ";

/** The keys that apt can use. */
export const AptKeys: Fact<Record<string, AptKeyInfo>, { directories?: string | readonly string[] }> = fact({
  module: "apt",
  name: "AptKeys",
  local: true,
  doc: "The keys in apt's keyrings, by their ids. Debian, Ubuntu and their kin, with gpg.",
  args: () =>
    z.object({
      directories: arg.list().default(DIRECTORIES).describe("where the keyrings are, beside `/etc/apt/trusted.gpg`"),
    }),
  requiresCommand: "gpg",
  command: ({ directories }) =>
    sh`for place in /etc/apt/trusted.gpg ${directories}; do for file in "$place" "$place"/*.gpg "$place"/*.asc; do ! test -f "$file" || { echo keyring "$file"; gpg --batch --with-colons --show-keys "$file" 2>/dev/null || true; }; done; done`,
  process: (lines) => {
    const starts = lines.flatMap((line, index) => line.startsWith(MARK) ? [index] : []);
    const found: Record<string, AptKeyInfo> = parseKeys(lines.slice(0, starts[0]));
    starts.forEach((start, index) => {
      const keyring = lines[start]!.slice(MARK.length);
      for (const [id, key] of Object.entries(parseKeys(lines.slice(start + 1, starts[index + 1])))) {
        found[id] = { ...key, keyrings: [...found[id]?.keyrings ?? [], keyring] };
      }
    });
    return found;
  },
  default: () => ({}),
});

const SUMMARY =
  /^(\d+) upgraded, (\d+) newly installed, (?:(\d+) reinstalled, )?(?:(\d+) downgraded, )?(\d+) to remove/;

/** Whether an apt-get command would change anything. */
export const SimulateOperationWillChange: Fact<boolean, { command: string }> = fact({
  module: "apt",
  name: "SimulateOperationWillChange",
  doc: "Whether an `apt-get` command would change anything, told by a simulation; `true` where that cannot be told. " +
    "Debian, Ubuntu and their kin.",
  args: () => z.object({ command: z.string().min(1).describe("the command and its words, as `upgrade --autoremove`") }),
  requiresCommand: "apt-get",
  command: ({ command }) => sh`${aptGet(["--simulate", ...words(command)])} 2>/dev/null || true`,
  process: (lines) => {
    const counts = lines.map((line) => SUMMARY.exec(line)).find(Boolean)?.slice(1);
    return counts === undefined || counts.some((count) => Number(count ?? 0) > 0);
  },
  default: () => true,
});
