import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { word } from "../word.ts";
import { keyscan } from "./keyscan.ts";
import { login, target } from "./target.ts";

const args = () =>
  z.object({
    ...target(),
    filename: z.string().min(1).describe("the file on the further host"),
    localFilename: word().optional().describe("the file on the host (default: `filename`)"),
    force: z.boolean().default(false).describe("copy it even if there is a file already"),
    sshKeyscan: z.boolean().default(false).describe("make the further host's SSH key known first"),
  });

/** Copies a file of a further host to the host by SSH, if there is none. */
export const download: Operation<Arguments<typeof args>> = operation(
  {
    module: "ssh",
    name: "download",
    doc: "Copies a file of a further host to the host, by the `scp` of the host, if there is none yet; what is in it " +
      "is not compared. Any system with OpenSSH.",
    args,
  },
  async function* ({ filename, localFilename, force, sshKeyscan, port, ...to }, host) {
    const dest = localFilename ?? filename;
    const file = await host.fact(File, { path: dest });
    if (file === false) {
      throw new OperationError(`Local destination ${dest} already exists and is not a file`, {
        hint: "Name the file with localFilename, or remove what is there first.",
      });
    }
    if (file && !force) return host.noop(`file ${filename} is already downloaded`);
    if (sshKeyscan) yield* keyscan.inner({ hostname: to.hostname, port });
    yield sh`scp -P ${port} ${`${login(to)}:${filename}`} ${dest}`;
  },
);
