import { deepStrictEqual } from "node:assert/strict";
import { plan } from "../../testing/mod.ts";
import { agent } from "./mod.ts";

Deno.test("that the agent has changed something is a success", async () => {
  const { steps, commands } = await plan(agent, { server: "puppet.example", port: 8140 });
  deepStrictEqual(commands, ["puppet agent -t --server puppet.example --masterport 8140"]);
  deepStrictEqual(steps[0]?.kind === "shell" && steps[0].globals._successExitCodes, [0, 2]);
});
