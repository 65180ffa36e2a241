import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { Directory, directory, File } from "../files/mod.ts";
import { giveTo, isForeign } from "./ownership.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the repository's folder on the host"),
    user: z.string().optional().describe("the owner of all in it"),
    group: z.string().optional().describe("the group of all in it"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

/** Makes or removes a bare git repository. */
export const bareRepo: Operation<Arguments<typeof args>> = operation(
  { module: "git", name: "bareRepo", doc: "Makes or removes a bare git repository. Any system with git.", args },
  async function* ({ path, present, user, group }, host) {
    const [folder, head] = await Promise.all([
      host.fact(Directory, { path }),
      host.fact(File, { path: `${path}/HEAD` }),
    ]);
    if (!present) return yield* directory.inner({ path, present });
    if (!folder) yield* directory.inner({ path });
    if (!head) {
      yield sh`git init --bare ${path}`;
      return yield* giveTo(path, { user, group });
    }
    if (isForeign(head, { user, group })) return yield* giveTo(path, { user, group });
    host.noop(`repository ${path} exists`);
  },
);
