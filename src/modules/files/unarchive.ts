import {
  arg,
  type Arguments,
  type Operation,
  operation,
  OperationError,
  sh,
  type ShellCommand,
  upload,
  z,
} from "../../api/mod.ts";
import { Directory, File } from "./facts.ts";
import { nameOf, temporaryBeside } from "./path.ts";
import { source } from "./source.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    src: source().describe("the archive: a local file or an address, or with `remoteSrc` a file of the host"),
    dest: arg.path().describe("the directory on the host that takes what is in it; made if it is missing"),
    remoteSrc: z.boolean().default(false).describe("the archive is a file of the host"),
    creates: arg.path().optional().describe("a path that the archive brings: where it is, nothing is done"),
    extraOpts: arg.list().default([]).describe("further words for `tar` or `unzip`"),
    user: z.string().optional().describe("the owner of all that is in `dest`"),
    group: z.string().optional().describe("the group of all that is in `dest`"),
  });

/** Unpacks an archive on the host. */
export const unarchive: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "unarchive",
    doc: "Unpacks a tar archive (plain, gzip, bzip2, xz, zstd) or a zip archive on the host, with `tar` or `unzip`. " +
      "Runs every time unless `creates` is there.",
    args,
  },
  async function* ({ src, dest, remoteSrc, creates, extraOpts, user, group }, host) {
    const name = remoteSrc ? nameOf(src.onHost()) : decodeURIComponent(nameOf(src.pathname));
    const unpack = unpacker(name);
    const [created, directory] = await Promise.all([
      creates === undefined ? null : host.fact(File, { path: creates }),
      host.fact(Directory, { path: dest }),
    ]);
    // What is no file (false) is there as well.
    if (created !== null) return host.noop(`${creates} already exists`);
    if (directory === null) yield sh`mkdir -p ${pathWord(dest)}`;
    if (remoteSrc) yield unpack(src.onHost(), dest, extraOpts);
    else {
      const archive = temporaryBeside(dest, dest);
      yield upload(src, archive, { mode: "600" });
      yield sh`${unpack(archive, dest, extraOpts)} && rm -f ${pathWord(archive)} || ( rm -f ${
        pathWord(archive)
      }; exit 1 )`;
    }
    if (user && group) yield sh`chown -R ${`${user}:${group}`} ${pathWord(dest)}`;
    else if (user) yield sh`chown -R ${user} ${pathWord(dest)}`;
    else if (group) yield sh`chgrp -R ${group} ${pathWord(dest)}`;
  },
);

type Unpack = (archive: string, dest: string, extraOpts: readonly string[]) => ShellCommand;

const tar = (flag: string): Unpack => (archive, dest, extraOpts) =>
  sh`tar ${[flag]} -xf ${pathWord(archive)} -C ${pathWord(dest)} ${extraOpts}`;
const FORMATS: readonly (readonly [RegExp, Unpack])[] = [
  [/\.tar$/, (archive, dest, extraOpts) => sh`tar -xf ${pathWord(archive)} -C ${pathWord(dest)} ${extraOpts}`],
  [/\.(tar\.gz|tgz)$/, tar("-z")],
  [/\.(tar\.bz2|tbz2?)$/, tar("-j")],
  [/\.(tar\.xz|txz)$/, tar("-J")],
  [/\.(tar\.zst|tzst)$/, tar("--zstd")],
  [
    /\.(zip|jar|war)$/,
    (archive, dest, extraOpts) => sh`unzip -o -q ${extraOpts} ${pathWord(archive)} -d ${pathWord(dest)}`,
  ],
];

function unpacker(name: string): Unpack {
  const found = FORMATS.find(([ending]) => ending.test(name.toLowerCase()));
  if (found) return found[1];
  throw new OperationError(`Cannot unpack ${JSON.stringify(name)}: no known kind of archive`, {
    hint: "The name has to end in .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst or .zip.",
  });
}
