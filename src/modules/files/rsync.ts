import { fileURLToPath } from "node:url";
import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";

const args = () =>
  z.object({
    src: arg.src().describe("the local folder; with a final `/` what is in it, without the folder itself"),
    dest: arg.path().describe("the folder on the host"),
    flags: arg.list().default(["-ax", "--delete"]).describe("options for `rsync`"),
  });

/** Copies a local tree onto the host with `rsync`. */
export const rsync: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "rsync",
    doc: "Copies a local tree onto the host with the `rsync` programs here and there. Runs every time.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, dest, flags }) {
    if (src.protocol !== "file:") {
      throw new OperationError(`Cannot rsync ${src.href}: it is no local folder`, { hint: "Give src as a path." });
    }
    yield { kind: "rsync", src: fileURLToPath(src), dest, flags };
  },
);
