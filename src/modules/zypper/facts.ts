import { type Fact, fact, raw } from "../../api/mod.ts";
import { catRepositories, parseRepositories, type RpmRepository } from "../rpm/repositories.ts";

/** The repositories of zypper. */
export const ZypperRepositories: Fact<RpmRepository[]> = fact({
  module: "zypper",
  name: "ZypperRepositories",
  doc: "The repositories with their ids, files and settings, those that are switched off too. SUSE.",
  requiresCommand: "zypper",
  command: () => catRepositories(raw("/etc/zypp/repos.d/*.repo")),
  process: (lines) => parseRepositories(lines),
  default: () => [],
});
