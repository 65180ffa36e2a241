import { type Fact, fact, raw, sh, type ShellCommand } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";
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
  return unlessSaid(raw("*[Nn]'o matching'*"), sh`dnf --quiet module list ${option}`);
}

/** The rows of the tables of modules that have a flag behind their stream, as `nodejs  18 [d][e]  common [d]`. */
function streams(lines: readonly string[], flag: "e" | "x"): { readonly name: string; readonly stream: string }[] {
  const rows = matchLines(tableRows(lines), ROW, "a module and its stream");
  return rows.filter(([, , , flags]) => flags?.includes(`[${flag}]`)).map(([, name, stream]) => ({
    name: name!,
    stream: stream!,
  }));
}

const ROW = /^(\S+)\s+(\S+)(?:\s+((?:\[[a-z]\] ?)*\[[a-z]\]))?(?:\s|$)/;

const HEADING = /^Name\s+Stream(\s|$)/;
// What dnf and its plugins say beside the tables; that nothing matches it calls an error.
const NOTICE = /^(Hint: |Last metadata |Updating Subscription Management |Not root, |(Error: )?No matching )/i;

/** What stands in the tables: each repository has one, below its name and a heading and above an empty line. */
function tableRows(lines: readonly string[]): string[] {
  const rows: string[] = [];
  let isInTable = false;
  for (const [index, line] of lines.entries()) {
    const isName = HEADING.test(lines[index + 1] ?? "");
    if (HEADING.test(line)) isInTable = true;
    else if (line.trim() === "" || NOTICE.test(line)) isInTable = false;
    else if (isInTable) rows.push(line);
    else if (!isName) throw unexpected("a table of modules", line);
  }
  return rows;
}
