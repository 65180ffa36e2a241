import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { secret } from "../command/mod.ts";
import { FactCache } from "./fact_cache.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await body(`${folder}/facts`);
  await Deno.remove(folder, { recursive: true });
}

Deno.test("facts come back with their dates, maps and sets", () =>
  inFolder(async (folder) => {
    const value = { at: new Date(0), ids: new Set([1]), names: new Map([["a", null]]) };
    strictEqual(
      await (await FactCache.open(folder, "web1", 1000)).save(new Map([["f", { readAt: Date.now(), value }]])),
      undefined,
    );
    deepStrictEqual((await FactCache.open(folder, "web1", 60_000)).get("f")?.value, value);
    strictEqual((await FactCache.open(folder, "web2", 60_000)).get("f"), undefined);
  }));

Deno.test("facts that are too old are not given", () =>
  inFolder(async (folder) => {
    const facts = new Map([["old", { readAt: Date.now() - 5000, value: 1 }], ["new", {
      readAt: Date.now(),
      value: 2,
    }]]);
    await (await FactCache.open(folder, "web1", 60_000)).save(facts);
    const cache = await FactCache.open(folder, "web1", 1000);
    deepStrictEqual([cache.get("old"), cache.get("new")?.value], [undefined, 2]);
  }));

Deno.test("only the user can read the cache, and no secret is in it", () =>
  inFolder(async (folder) => {
    const password = secret("hunter2-in-a-fact");
    await (await FactCache.open(folder, "web1", 1000)).save(
      new Map([["f", { readAt: Date.now(), value: { password } }]]),
    );
    for await (const { name } of Deno.readDir(folder)) {
      strictEqual((await Deno.stat(`${folder}/${name}`)).mode! & 0o777, 0o600);
      strictEqual((await Deno.readTextFile(`${folder}/${name}`)).includes("hunter2"), false);
    }
    strictEqual((await Deno.stat(folder)).mode! & 0o777, 0o700);
  }));

Deno.test("a damaged cache is as good as none", () =>
  inFolder(async (folder) => {
    await (await FactCache.open(folder, "web1", 1000)).save(new Map([["f", { readAt: Date.now(), value: 1 }]]));
    for await (const { name } of Deno.readDir(folder)) await Deno.writeTextFile(`${folder}/${name}`, "garbage");
    strictEqual((await FactCache.open(folder, "web1", 1000)).get("f"), undefined);
  }));
