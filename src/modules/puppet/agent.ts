import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { port } from "../password.ts";
import { word } from "../word.ts";

const args = () =>
  z.object({
    server: word().optional().describe("the server (default: what puppet is set up for)"),
    port: port().optional().describe("the server's port"),
  });

/** Runs the agent of puppet once. */
export const agent: Operation<Arguments<typeof args>> = operation(
  {
    module: "puppet",
    name: "agent",
    doc: "Runs the agent of puppet once, every time; that it has changed something is no failure. Systems with puppet.",
    args,
    alwaysChanges: true,
  },
  async function* ({ server, port }) {
    const words = [...(server === undefined ? [] : ["--server", server])];
    if (port !== undefined) words.push("--masterport", String(port));
    // 2 says that it has changed something.
    yield sh`puppet agent -t ${words}`.with({ _successExitCodes: [0, 2] });
  },
);
