import { type Fact, fact, raw, sh, type ShellCommand } from "../../api/mod.ts";
import { catRepositories, parseRepositories, type RpmRepository } from "../rpm/repositories.ts";

const FILES = raw("/etc/dnf/dnf.conf /etc/yum.repos.d/*.repo /etc/distro.repos.d/*.repo");

/** The repositories of dnf. */
export const DnfRepositories: Fact<RpmRepository[]> = fact({
  module: "dnf",
  name: "DnfRepositories",
  local: true,
  doc: "The repositories with their ids, files and settings, those that are switched off too. " +
    "Fedora, Red Hat and relatives.",
  requiresCommand: "dnf",
  command: () => catRepositories(FILES),
  process: (lines) => parseRepositories(lines),
  default: () => [],
});

/** The module streams that are enabled. */
export const DnfEnabledModules: Fact<Record<string, string>> = fact({
  module: "dnf",
  name: "DnfEnabledModules",
  local: true,
  doc: "The modules of which a stream is enabled, with that stream. Red Hat 8 and 9 and relatives.",
  requiresCommand: "dnf",
  command: () => listModules("--enabled"),
  process: (lines) => Object.fromEntries(streams(lines, "e").map(({ name, stream }) => [name, stream])),
  default: () => ({}),
});

/** The modules that are disabled. */
export const DnfDisabledModules: Fact<string[]> = fact({
  module: "dnf",
  name: "DnfDisabledModules",
  local: true,
  doc: "The modules all of whose streams are disabled. Red Hat 8 and 9 and relatives.",
  requiresCommand: "dnf",
  command: () => listModules("--disabled"),
  process: (lines) => [...new Set(streams(lines, "x").map(({ name }) => name))],
  default: () => [],
});

/** Lists modules; that there are none is no failure. */
function listModules(option: "--enabled" | "--disabled"): ShellCommand {
  return sh`found=$(dnf module list ${option} 2>&1) || case "$found" in *[Nn]"o matching"*) ;; *) printf ${"%s\\n"} "$found" >&2; exit 1 ;; esac; printf ${"%s\\n"} "$found"`;
}

/** The rows of a list of modules that have a flag behind their stream, as `nodejs  18 [d][e]  common [d]`. */
function streams(lines: readonly string[], flag: "e" | "x"): { readonly name: string; readonly stream: string }[] {
  return lines.flatMap((line) => {
    const [, name, stream, flags] = /^(\S+)\s+(\S+)\s+((?:\[[a-z]\] ?)*\[[a-z]\])(?:\s|$)/.exec(line) ?? [];
    return flags?.includes(`[${flag}]`) ? [{ name: name!, stream: stream! }] : [];
  });
}
