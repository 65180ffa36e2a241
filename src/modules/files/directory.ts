import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { Directory, Link } from "./facts.ts";
import { makeRoom } from "./force.ts";
import { predictDirectory } from "./is_directory.ts";
import { alignOwnership, setOwnership } from "./ownership.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the directory"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    user: z.string().optional().describe("its owner"),
    group: z.string().optional().describe("its group"),
    mode: arg.mode().optional().describe('its mode, as `"755"`'),
    recursive: z.boolean().default(false).describe(
      "give owner and mode to all that is in it, if they differ at its top",
    ),
    force: z.boolean().default(false).describe("move something else at this path away"),
    forceBackup: z.boolean().default(true).describe(
      "with `force`: keep what was moved away, under a name with the time",
    ),
    forceBackupDir: z.string().optional().describe("with `force`: the directory to move it to"),
    _noCheckOwnerMode: z.boolean().default(false).describe("leave owner and mode of an existing directory alone"),
    _noFailOnLink: z.boolean().default(false).describe("take a link to a directory for one"),
  });

/** Makes or removes a directory and sets its owner and mode. */
export const directory: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "directory",
    doc: "Makes or removes a directory and sets its owner and mode.",
    args,
    leavesNothing: true,
  },
  async function* ({ path, present, user, group, mode, recursive, ...options }, host) {
    const [info, link] = await Promise.all([
      host.fact(Directory, { path }),
      options._noFailOnLink ? host.fact(Link, { path }) : undefined,
    ]);
    if (link) return host.noop(`directory ${path} already exists (as a link)`);
    const inTheWay = info === false;
    if (!present && info === null) return host.noop(`directory ${path} does not exist`);
    if (inTheWay) yield* makeRoom(path, "directory", options);
    if (!present) {
      if (!inTheWay) yield sh`rm -rf ${pathWord(path)}`;
      return;
    }
    if (!info) {
      predictDirectory(host, path);
      yield sh`mkdir -p ${pathWord(path)}`;
      return yield* setOwnership(path, { user, group, mode }, recursive);
    }
    const commands = options._noCheckOwnerMode ? [] : [...alignOwnership(path, info, { user, group, mode }, recursive)];
    if (commands.length === 0) return host.noop(`directory ${path} already exists`);
    yield* commands;
  },
);
