import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { command } from "./command.ts";
import { keyscan } from "./keyscan.ts";
import { login, target } from "./target.ts";

const args = () =>
  z.object({
    ...target(),
    filename: word().describe("the file on the host"),
    remoteFilename: z.string().min(1).optional().describe("the file on the further host (default: `filename`)"),
    useRemoteSudo: z.boolean().default(false).describe("move the file into its place by sudo on the further host"),
    sshKeyscan: z.boolean().default(false).describe("make the further host's SSH key known first"),
  });

/** Copies a file of the host to a further host by SSH, every time. */
export const upload: Operation<Arguments<typeof args>> = operation(
  {
    module: "ssh",
    name: "upload",
    doc: "Copies a file of the host to a further host, by the `scp` of the host, every time. Any system with OpenSSH.",
    args,
    alwaysChanges: true,
  },
  async function* ({ filename, remoteFilename, useRemoteSudo, sshKeyscan, ...to }) {
    const { hostname, user, port } = to;
    const dest = remoteFilename ?? filename;
    // In the user's home: in a folder for all, others could read or replace it before it is moved.
    const first = useRemoteSudo ? `.drover-${crypto.randomUUID()}` : dest;
    if (sshKeyscan) yield* keyscan.inner({ hostname, port });
    yield sh`scp -P ${port} ${filename} ${`${login(to)}:${first}`}`;
    if (useRemoteSudo) yield* command.inner({ hostname, user, port, command: sh`sudo mv ${first} ${dest}`.text });
  },
);
