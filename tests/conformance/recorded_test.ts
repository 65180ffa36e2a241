import { ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sharedTest } from "../bed/mod.ts";

sharedTest("no recorded case of a finished module fails without a named deviation", async (folder) => {
  const args = ["run", "-A", fileURLToPath(new URL("./main.ts", import.meta.url))];
  const env = { CONFORMANCE_DIR: `${folder}/conformance`, NO_COLOR: "1" };
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, env }).output();
  const report = new TextDecoder().decode(stdout);
  const [, passed = "", all = ""] = /^facts: (\d+) of (\d+)/m.exec(report) ?? [];
  ok(Number(passed) > 0 && Number(all) >= Number(passed), report);
  strictEqual(success, true, report);
});
