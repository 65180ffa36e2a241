import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { login, target } from "./target.ts";

const args = () =>
  z.object({
    ...target(),
    command: z.string().min(1).describe("the command, as the further host's shell takes it"),
  });

/** Runs a command on a further host by SSH, every time. */
export const command: Operation<Arguments<typeof args>> = operation(
  {
    module: "ssh",
    name: "command",
    doc: "Runs a command on a further host, by the `ssh` of the host, every time. Any system with OpenSSH.",
    args,
    alwaysChanges: true,
  },
  async function* ({ command, port, ...to }) {
    yield sh`ssh -p ${port} ${login(to)} ${command}`;
  },
);
