import { arg, type Arguments, type Command, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { Link, SameFile } from "./facts.ts";
import { makeRoom } from "./force.ts";
import { IsDirectory } from "./is_directory.ts";
import { setLinkOwner } from "./ownership.ts";
import { parentOf } from "./path.ts";
import { makeParent } from "./remote_dir.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the link"),
    target: arg.path().optional().describe("what it leads to, as the link shall say it"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    user: z.string().optional().describe("the link's own owner"),
    group: z.string().optional().describe("the link's own group"),
    symbolic: z.boolean().default(true).describe("a symbolic link; `false` makes a hard link"),
    createRemoteDir: z.boolean().default(true).describe("make the directory that it is in"),
    force: z.boolean().default(false).describe("move something else at this path away"),
    forceBackup: z.boolean().default(true).describe(
      "with `force`: keep what was moved away, under a name with the time",
    ),
    forceBackupDir: z.string().optional().describe("with `force`: the directory to move it to"),
  });

/** Makes, corrects or removes a link. */
export const link: Operation<Arguments<typeof args>> = operation(
  { module: "files", name: "link", doc: "Makes, corrects or removes a link. Any system.", args, leavesNothing: true },
  async function* ({ path, target, present, user, group, symbolic, createRemoteDir, ...force }, host) {
    if (present && target === undefined) {
      throw new OperationError(`Cannot make the link ${path}: no target given`, {
        hint: "Give target, or present: false to remove the link.",
      });
    }
    const [info, sameFile, hasParent] = await Promise.all([
      host.fact(Link, { path }),
      !symbolic && present ? host.fact(SameFile, { path, other: target! }) : false,
      present && createRemoteDir && path.includes("/") && host.fact(IsDirectory, { path: parentOf(path) }),
    ]);
    if (sameFile) return host.noop(`link ${path} already exists`);
    const inTheWay = info === false;
    if (inTheWay) yield* makeRoom(path, "link", force);
    if (!present) {
      if (info) yield sh`rm -f ${pathWord(path)}`;
      else if (!inTheWay) host.noop(`link ${path} does not exist`);
      return;
    }
    const make = sh`ln ${[symbolic && "-s", target!.startsWith("-") && "--"]} ${target!} ${pathWord(path)}`;
    if (!info) {
      if (hasParent === false && createRemoteDir) yield* makeParent(path, { user, group });
      yield make;
      return yield* setLinkOwner(path, { user, group });
    }
    const commands: Command[] = [];
    const leadsElsewhere = !symbolic || info.linkTarget !== target;
    if (leadsElsewhere) commands.push(sh`rm -f ${pathWord(path)}`, make);
    const ownerDiffers = (user !== undefined && info.user !== user) || (group !== undefined && info.group !== group);
    if (leadsElsewhere || ownerDiffers) commands.push(...setLinkOwner(path, { user, group }));
    if (commands.length === 0) return host.noop(`link ${path} already exists`);
    yield* commands;
  },
);
