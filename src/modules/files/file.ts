import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { File } from "./facts.ts";
import { makeRoom } from "./force.ts";
import { IsDirectory } from "./is_directory.ts";
import { alignOwnership, setOwnership } from "./ownership.ts";
import { parentOf } from "./path.ts";
import { makeParent } from "./remote_dir.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the file"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    user: z.string().optional().describe("its owner"),
    group: z.string().optional().describe("its group"),
    mode: arg.mode().optional().describe('its mode, as `"644"`'),
    touch: z.boolean().default(false).describe("set its times to now, every time"),
    createRemoteDir: z.boolean().default(true).describe("make the directory that it is in"),
    force: z.boolean().default(false).describe("move something else at this path away"),
    forceBackup: z.boolean().default(true).describe(
      "with `force`: keep what was moved away, under a name with the time",
    ),
    forceBackupDir: z.string().optional().describe("with `force`: the directory to move it to"),
  });

/** Makes an empty file, or removes a file, and sets its owner and mode. */
export const file: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "file",
    leavesNothing: true,
    doc: "Makes an empty file where there is none, or removes a file, and sets its owner and mode. Any system.",
    args,
  },
  async function* ({ path, present, user, group, mode, touch, createRemoteDir, ...force }, host) {
    const [info, hasParent] = await Promise.all([
      host.fact(File, { path }),
      present && createRemoteDir && path.includes("/") && host.fact(IsDirectory, { path: parentOf(path) }),
    ]);
    const inTheWay = info === false;
    if (inTheWay) yield* makeRoom(path, "file", force);
    if (!present) {
      if (info) yield sh`rm -f ${pathWord(path)}`;
      else if (!inTheWay) host.noop(`file ${path} does not exist`);
      return;
    }
    if (!info) {
      if (hasParent === false && createRemoteDir) yield* makeParent(path, { user, group });
      yield sh`touch ${pathWord(path)}`;
      return yield* setOwnership(path, { user, group, mode });
    }
    const commands = [
      ...(touch ? [sh`touch ${pathWord(path)}`] : []),
      ...alignOwnership(path, info, { user, group, mode }),
    ];
    if (commands.length === 0) return host.noop(`file ${path} already exists`);
    yield* commands;
  },
);
