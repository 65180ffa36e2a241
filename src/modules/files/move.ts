import { arg, type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { Directory, File } from "./facts.ts";
import { nameOf, within } from "./path.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    src: arg.path().describe("the file or directory on the host"),
    dest: arg.path().describe("the directory on the host that takes it"),
    overwrite: z.boolean().default(false).describe("replace what has its name there"),
  });

/** Moves a file or a directory of the host into a directory of the host. */
export const move: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "move",
    leavesNothing: true,
    doc: "Moves a file or a directory into a directory of the same host. One that is gone from its old place and " +
      "present in the new one has been moved. Any system.",
    args,
  },
  async function* ({ src, dest, overwrite }, host) {
    const target = within(dest, nameOf(src));
    const [source, into, there] = await Promise.all([
      host.fact(File, { path: src }),
      host.fact(Directory, { path: dest }),
      host.fact(File, { path: target }),
    ]);
    if (source === null) {
      if (there !== null) return host.noop(`${src} has already been moved to ${target}`);
      throw new OperationError(`src ${src} does not exist`, {
        hint: "Give the path of a file or a directory of the host.",
      });
    }
    if (!into) {
      throw new OperationError(`dest ${dest} is not an existing directory`, { hint: "Make it with files.directory." });
    }
    if (there !== null && !overwrite) {
      throw new OperationError(`dest ${target} already exists`, { hint: "With overwrite it is replaced." });
    }
    if (there !== null) yield sh`rm -rf ${pathWord(target)}`;
    yield sh`mv ${pathWord(src)} ${pathWord(dest)}`;
  },
);
