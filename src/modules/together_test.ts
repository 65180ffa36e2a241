import { deepStrictEqual, rejects } from "node:assert/strict";
import { type Command, sh } from "../api/mod.ts";
import { together } from "./together.ts";

Deno.test("the first questions of all are asked before the first command, the commands keep their order", async () => {
  const log: string[] = [];
  async function* body(name: string): AsyncGenerator<Command, void, void> {
    log.push(`${name} asks`);
    await Promise.resolve();
    yield sh`${name + 1}`;
    log.push(`${name} goes on`);
    yield sh`${name + 2}`;
  }
  for await (const command of together(body("a"), body("b"))) log.push(String(command));
  deepStrictEqual(log, ["a asks", "b asks", "a1", "a goes on", "a2", "b1", "b goes on", "b2"]);
});

Deno.test("a refusal of one is the refusal of all, before anything is changed", async () => {
  // deno-lint-ignore require-yield
  async function* refuses(): AsyncGenerator<Command, void, void> {
    throw new Error("no");
  }
  async function* changes(): AsyncGenerator<Command, void, void> {
    yield sh`change`;
  }
  await rejects(together(changes(), refuses()).next(), /no/);
});
