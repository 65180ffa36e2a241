import { type Fact, fact, raw } from "../../api/mod.ts";
import { catRepositories, parseRepositories, type RpmRepository } from "../rpm/repositories.ts";

/** The repositories of yum. */
export const YumRepositories: Fact<RpmRepository[]> = fact({
  module: "yum",
  name: "YumRepositories",
  doc: "The repositories with their ids, files and settings, those that are switched off too. Red Hat and relatives.",
  requiresCommand: "yum",
  command: () => catRepositories(raw("/etc/yum.conf /etc/yum.repos.d/*.repo")),
  process: (lines) => parseRepositories(lines),
  default: () => [],
});
