import { arg, type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { Directory, File, SameContent } from "./facts.ts";
import { nameOf, within } from "./path.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    src: arg.path().describe("the file or directory on the host"),
    dest: arg.path().describe("the directory on the host that takes it"),
    overwrite: z.boolean().default(false).describe("replace what differs there"),
  });

/** Copies a file or a directory of the host into a directory of the host. */
export const copy: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "copy",
    leavesNothing: true,
    doc: "Copies a file or a directory into a directory of the same host, if it is not there already. Any system.",
    args,
  },
  async function* ({ src, dest, overwrite }, host) {
    const target = within(dest, nameOf(src));
    const [file, directory, into, targetFile, targetDirectory, isSame] = await Promise.all([
      host.fact(File, { path: src }),
      host.fact(Directory, { path: src }),
      host.fact(Directory, { path: dest }),
      host.fact(File, { path: target }),
      host.fact(Directory, { path: target }),
      host.fact(SameContent, { path: src, other: target }),
    ]);
    if (!file && !directory) {
      throw new OperationError(`src ${src} does not exist`, {
        hint: "Give the path of a file or a directory of the host.",
      });
    }
    if (!into) {
      throw new OperationError(`dest ${dest} is not an existing directory`, { hint: "Make it with files.directory." });
    }
    const isThere = file ? targetFile : targetDirectory;
    if (isThere && isSame) return host.noop(`${target} is already the same as ${src}`);
    const isInTheWay = targetFile === null ? targetDirectory !== null : true;
    if (isInTheWay && !overwrite) {
      throw new OperationError(`dest ${target} already exists and differs from ${src}`, {
        hint: "With overwrite it is replaced.",
      });
    }
    // Without the old one, so that nothing stays that the source does not have.
    if (isInTheWay && !(file && targetFile)) yield sh`rm -rf ${pathWord(target)}`;
    yield sh`cp -r ${[overwrite && "-f"]} ${pathWord(src)} ${pathWord(dest)}`;
  },
);
