import { type Arguments, type Operation, operation } from "../../api/mod.ts";
import { ensureRepository, repositoryArguments } from "../rpm/repository_file.ts";

/** Adds, changes or removes a repository. */
export const repo: Operation<Arguments<typeof repositoryArguments>> = operation(
  {
    module: "dnf",
    name: "repo",
    doc: "Adds, changes or removes a repository, by a file of its own in `/etc/yum.repos.d`. A file at an address is " +
      "fetched only where there is none. Fedora, Red Hat and relatives.",
    args: repositoryArguments,
  },
  (repository) => ensureRepository("/etc/yum.repos.d", repository),
);
