import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { processFact } from "../../testing/mod.ts";
import { Datasets, Pools, Snapshots } from "./mod.ts";

Deno.test("properties are parted at tabs, whatever is in names and values", () => {
  // OpenZFS 2.1 on Linux and FreeBSD 13, illumos.
  deepStrictEqual(processFact(Pools, "tank\tsize\t1.81T\t-\ntank\tcomment\tit's ünï\tlocal\nrpool\tsize\t20G\t-"), {
    tank: { size: "1.81T", comment: "it's ünï" },
    rpool: { size: "20G" },
  });
  deepStrictEqual(
    processFact(Datasets, "tank/a b\tmountpoint\t/srv/a b\tinherited from tank\ntank/a b\torg:x\tone\ttwo\tlocal"),
    {
      "tank/a b": { mountpoint: "/srv/a b", "org:x": "one\ttwo" },
    },
  );
  deepStrictEqual(processFact(Snapshots, "tank@2024-01-01\tcreation\tMon Jan  1  0:00 2024\t-"), {
    "tank@2024-01-01": { creation: "Mon Jan  1  0:00 2024" },
  });
  deepStrictEqual(processFact(Snapshots, ""), {});
});

Deno.test("only what is asked for is read", () => {
  strictEqual(Snapshots.command({}).text.split("\n").at(-1), "zfs get -H -t snapshot all");
  strictEqual(Pools.command({}).text.split("\n").at(-1), "zpool get -H all");
});

Deno.test("all properties come back", () => {
  const word = fc.stringMatching(/^[a-z0-9:./ -]{1,9}$/);
  const values = fc.dictionary(word, fc.dictionary(word, word, { noNullPrototype: true, minKeys: 1 }), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(values, (all) => {
      const lines = Object.entries(all).flatMap(([name, properties]) =>
        Object.entries(properties).map(([property, value]) => [name, property, value, "-"].join("\t"))
      );
      deepStrictEqual(processFact(Pools, lines), all);
    }),
    { numRuns: 50 },
  );
});
