import { arg, type Arguments, type Operation, operation, sh, ShellCommand, z } from "../../api/mod.ts";
import { Succeeds } from "./facts.ts";

const args = () =>
  z.object({
    commands: arg.list().describe("a command or a list of them, as the host's shell takes them"),
    creates: z.string().optional().describe("a path; where it exists the commands are not run"),
    unless: z.string().optional().describe("a command; where it succeeds the commands are not run"),
  });

/** Runs shell commands on the host, every time unless `creates` or `unless` says otherwise. */
export const shell: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "shell",
    doc:
      "Runs shell commands on the host, every time unless `creates` or `unless` says otherwise. The text is not quoted.",
    args,
    alwaysChanges: true,
  },
  async function* ({ commands, creates, unless }, host) {
    const [exists, holds] = await Promise.all([
      creates === undefined ? false : host.fact(Succeeds, { command: sh`test -e ${creates}`.text }),
      unless === undefined ? false : host.fact(Succeeds, { command: unless }),
    ]);
    if (exists) return host.noop(`${creates} exists`);
    if (holds) return host.noop(`the command succeeded: ${unless}`);
    for (const command of commands) yield new ShellCommand(command);
  },
);
