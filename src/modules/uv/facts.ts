import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { oneLine } from "../lines.ts";
import { collectVersions, type InstalledPackages, parsePackages } from "../packages.ts";

const packages = () => z.array(z.object({ name: z.string(), version: z.string() }));

/** The Python packages that uv sees. */
export const UvPipPackages: Fact<InstalledPackages, { environment?: readonly string[] }> = fact({
  module: "uv",
  name: "UvPipPackages",
  doc: "The Python packages of the environment that uv would install into, and their versions. Any system with uv.",
  args: () =>
    z.object({
      environment: z.array(z.string()).readonly().default([]).describe(
        "words that say which environment is meant, as `--system` (default: the one that uv finds)",
      ),
    }),
  requiresCommand: "uv",
  command: ({ environment }) => sh`uv pip list ${environment} --format json`,
  process: (lines) => collectVersions(parseJson(lines, packages()).map(({ name, version }) => [name, version])),
  default: () => ({}),
});

/** The tools that uv has installed. */
export const UvTools: Fact<InstalledPackages> = fact({
  module: "uv",
  name: "UvTools",
  doc: "The tools that `uv tool install` has installed for the user, and their versions. Any system with uv.",
  requiresCommand: "uv",
  command: () => sh`uv tool list`,
  // The programs of a tool follow it, each behind a dash.
  process: (lines) => parsePackages(lines, /^(?!- )(\S+) v(\d\S*)(?: [[(].*)?$/, /^\s*- /),
  default: () => ({}),
});

/** The version of uv. */
export const UvVersion: Fact<string | null> = fact({
  module: "uv",
  name: "UvVersion",
  doc: "What uv says of its version, as `uv 0.8.5 (Homebrew 2025-08-05)`; `null` without it. Any system with uv.",
  requiresCommand: "uv",
  command: () => sh`uv --version`,
  process: (lines) => oneLine(lines, "uv and its version", /^uv \d/),
});

/** Where uv keeps its tools. */
export const UvToolDir: Fact<string | null> = fact({
  module: "uv",
  name: "UvToolDir",
  doc: "The folder in which uv keeps the environments of its tools; `null` without uv. Any system with uv.",
  requiresCommand: "uv",
  command: () => sh`uv tool dir`,
  process: onlyPath,
});

/** Where uv puts the programs of its tools. */
export const UvToolBinDir: Fact<string | null> = fact({
  module: "uv",
  name: "UvToolBinDir",
  doc: "The folder into which uv puts the programs of its tools; `null` without uv. Any system with uv.",
  requiresCommand: "uv",
  command: () => sh`uv tool dir --bin`,
  process: onlyPath,
});

/** Where uv keeps its Pythons. */
export const UvPythonDir: Fact<string | null> = fact({
  module: "uv",
  name: "UvPythonDir",
  doc: "The folder in which uv keeps the Pythons that it installs; `null` without uv. Any system with uv.",
  requiresCommand: "uv",
  command: () => sh`uv python dir`,
  process: onlyPath,
});

function onlyPath(lines: readonly string[]): string {
  return oneLine(lines, "the path of a folder", /^(\/|[A-Za-z]:[\\/])/);
}
