import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { ensureRepository, repositoryArguments } from "../rpm/repository_file.ts";

const args = () =>
  repositoryArguments().extend({
    type: z.string().regex(/^\S+$/, "one word").default("rpm-md").describe("what kind of repository it is"),
  });

/** Adds, changes or removes a repository. */
export const repo: Operation<Arguments<typeof args>> = operation(
  {
    module: "zypper",
    name: "repo",
    doc:
      "Adds, changes or removes a repository, by a file of its own in `/etc/zypp/repos.d`. A file at an address is " +
      "fetched only where there is none. SUSE.",
    args,
  },
  (repository) => ensureRepository("/etc/zypp/repos.d", repository),
);
