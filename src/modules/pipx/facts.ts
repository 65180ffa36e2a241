import { type Fact, fact, sh } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The Python applications that pipx has installed. */
export const PipxPackages: Fact<InstalledPackages> = fact({
  module: "pipx",
  name: "PipxPackages",
  doc: "The Python applications that pipx has installed for the user, and their versions. Any system with pipx.",
  requiresCommand: "pipx",
  command: () => sh`pipx list --short`,
  process: (lines) =>
    parsePackages(lines, /^([A-Za-z0-9][\w.-]*)\s+(\d\S*)\s*$/, /^nothing has been installed with pipx/),
  default: () => ({}),
});

// Two headings, and the last line of versions before 1.3.
const OTHERS = /^(Environment variables|Derived values) \(.*\):$|^Only .* can be set by users/;

/** The variables that tell where pipx keeps what. */
export const PipxEnvironment: Fact<Record<string, string>> = fact({
  module: "pipx",
  name: "PipxEnvironment",
  doc: "The variables that tell where pipx keeps what, as `PIPX_HOME` and `PIPX_BIN_DIR`. Any system with pipx.",
  requiresCommand: "pipx",
  command: () => sh`pipx environment`,
  process: (lines) => {
    const found: Record<string, string> = {};
    for (const [, name, value] of matchLines(lines, /^([A-Z][A-Z0-9_]*)=(.*)$/, "a variable and its value", OTHERS)) {
      // What the user set comes first, mostly empty; what pipx makes of it comes after it.
      if (value !== "" || !Object.hasOwn(found, name!)) found[name!] = value!;
    }
    return found;
  },
  default: () => ({}),
});
