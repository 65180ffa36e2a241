import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { isInShard, parseShard } from "./shard.ts";

const names = Array.from({ length: 1000 }, (_, index) => `web${index}.example.net`);

Deno.test("every host is in exactly one shard, and shards are of about the same size", () => {
  for (const count of [1, 2, 7, 16]) {
    const sizes = Array.from(
      { length: count },
      (_, index) => names.filter((name) => isInShard(name, { index: index + 1, count })).length,
    );
    deepStrictEqual(sizes.reduce((sum, size) => sum + size), names.length);
    for (const size of sizes) ok(size > names.length / count * 0.6 && size < names.length / count * 1.4, `${sizes}`);
  }
});

Deno.test("where a host belongs stays the same from version to version", () => {
  const shardOf = (name: string) => [1, 2, 3, 4].find((index) => isInShard(name, { index, count: 4 }));
  deepStrictEqual(["web1", "web2", "web3", "db1", "hôte", "@docker/app"].map(shardOf), [3, 3, 3, 1, 2, 3]);
});

Deno.test("I/N is read", () => deepStrictEqual(parseShard("3/16"), { index: 3, count: 16 }));

for (const text of ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", "1/3/5", "", "1.5/3", " 1/3"]) {
  Deno.test(`${JSON.stringify(text)} is no shard`, () => {
    throws(() => parseShard(text), /--shard: expected I\/N with I from 1 to N, as 1\/4, found/);
  });
}
