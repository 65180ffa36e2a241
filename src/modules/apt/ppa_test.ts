import { deepStrictEqual } from "node:assert/strict";
import { plan } from "../../testing/mod.ts";
import { ppa } from "./ppa.ts";

Deno.test("a personal package archive is added or removed without a question, whatever its name", async () => {
  const commands = async (args: Parameters<typeof ppa>[0]) => (await plan(ppa, args)).commands;
  deepStrictEqual(await commands({ src: "ppa:owner/name" }), ["apt-add-repository -y ppa:owner/name"]);
  deepStrictEqual(await commands({ src: "ppa:a b;c", present: false }), [
    "apt-add-repository -y --remove 'ppa:a b;c'",
  ]);
});
