import {
  arg,
  type Arguments,
  type Command,
  type Content,
  contentSize,
  hashContent,
  localMode,
  type Operation,
  operation,
  OperationError,
  type OperationHost,
  type Ownership,
  upload,
  z,
} from "../../api/mod.ts";
import { Directory, File, Sha1File } from "./facts.ts";
import { IsDirectory } from "./is_directory.ts";
import { alignOwnership } from "./ownership.ts";
import { followLinks, nameOf, parentOf, within } from "./path.ts";
import { makeParent } from "./remote_dir.ts";
import { addDeployDir, source } from "./source.ts";
import { setTimes, timeArgument, timeDiffers, type Times, wishedTimes } from "./times.ts";

const args = () =>
  z.object({
    src: z.union([source(), z.instanceof(Uint8Array)]).describe(
      "the local file, its address, or its content as bytes",
    ),
    dest: arg.path().describe("the file on the host; a directory takes the file under its own name"),
    user: z.string().optional().describe("its owner"),
    group: z.string().optional().describe("its group"),
    mode: z.union([arg.mode(), z.literal(true)]).optional().describe(
      'its mode, as `"644"`; `true` is the local file\'s',
    ),
    addDeployDir: addDeployDir(),
    createRemoteDir: z.boolean().default(true).describe("make the directory that it goes to"),
    force: z.boolean().default(false).describe("upload even if the content is the same"),
    assumeExists: z.boolean().default(false).describe(
      "the local file will be there in apply: do not read it for the plan",
    ),
    sensitive: z.boolean().default(false).describe("never show the content"),
    atime: timeArgument().describe(
      "the access time, set whenever the file is written or its `mtime` is; `true` is the local file's",
    ),
    mtime: timeArgument().describe("the modification time, in whole seconds; `true` is the local file's"),
  });

/** Puts a local file onto the host. */
export const put: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "put",
    leavesNothing: true,
    doc: "Puts a local file, or given bytes, onto the host if it is not there already. Any system.",
    args,
  },
  async function* ({ src, dest, mode, addDeployDir, atime, mtime, ...options }, host) {
    const content = src instanceof Uint8Array ? src : addDeployDir ? src : src.fromHere();
    if (mode === true && content instanceof Uint8Array) {
      throw new OperationError(`Cannot take the mode for ${dest} from its content`, { hint: 'Give it as "644".' });
    }
    const waits = options.assumeExists && host.phase === "plan";
    const wished = mode !== true ? mode : waits ? undefined : await localMode(content as URL);
    const times = waits ? {} : await wishedTimes({ atime, mtime }, content);
    const name = content instanceof URL ? decodeURIComponent(nameOf(content.pathname)) : undefined;
    yield* putContent({ ...options, content, dest, name, mode: wished, times }, host);
  },
);

/** A larger file is hashed only where the host has one of the same size, in bytes. */
const WORTH_A_LOOK = 1024 * 1024;

/** What {@linkcode putContent} puts where. */
export interface PutContent extends Ownership {
  readonly content: Content;
  readonly dest: string;
  /** The file's name where `dest` is a directory. */
  readonly name?: string;
  readonly createRemoteDir: boolean;
  readonly force?: boolean;
  readonly assumeExists?: boolean;
  readonly sensitive?: boolean;
  readonly label?: string;
  readonly times?: Times;
}

/** The commands that bring a file on the host to a content, an owner, a mode and times. */
export async function* putContent(options: PutContent, host: OperationHost): AsyncGenerator<Command, void, void> {
  const { content, user, group, mode, sensitive, label, times = {} } = options;
  const skipsReading = options.assumeExists === true && host.phase === "plan";
  const [size, asDirectory, ...there] = await Promise.all([
    skipsReading ? undefined : contentSize(content, host.signal),
    host.fact(Directory, { path: options.dest }),
    ...presentState(options.dest, host),
  ]);
  if (asDirectory && options.name === undefined) {
    throw new OperationError(`Cannot put content into ${options.dest}: it is a directory`, {
      hint: "Give dest as the path of the file itself.",
    });
  }
  const dest = asDirectory ? within(options.dest, options.name!) : options.dest;
  const [found, hasParent, digest] = asDirectory ? await Promise.all(presentState(dest, host)) : there;
  const isOtherSize = size !== undefined && size > WORTH_A_LOOK && found && found.size !== size;
  const mayBeSame = size !== undefined && digest !== null && !options.force && !isOtherSize;
  const isSame = mayBeSame && digest === await hashContent(content, "sha1", host.signal);
  const file = found === false && isSame ? await host.fact(File, { path: await followLinks(dest, host) }) : found;

  if (file && isSame) {
    const retimed = timeDiffers(file.mtime, times.mtime) ? setTimes(dest, times) : [];
    const commands = [...alignOwnership(dest, file, { user, group, mode }), ...retimed];
    if (commands.length === 0) return host.noop(`file ${dest} is already uploaded`);
    return yield* commands;
  }
  if (options.createRemoteDir && !hasParent && !asDirectory) yield* makeParent(dest, { user, group });
  yield upload(content, dest, { user, group, mode, sensitive, label });
  yield* setTimes(dest, times);
}

function presentState(dest: string, host: OperationHost) {
  return [
    host.fact(File, { path: dest }),
    host.fact(IsDirectory, { path: parentOf(dest) }),
    host.fact(Sha1File, { path: dest }),
  ] as const;
}
