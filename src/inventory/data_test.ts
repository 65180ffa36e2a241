import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type DataLayer, layeredData, lookUp, mergedData } from "./data.ts";

const layer = (kind: DataLayer["kind"], values: Record<string, unknown>): DataLayer => ({ kind, source: kind, values });

Deno.test("the strongest layer wins, and explain names it", () => {
  const { data, explain } = layeredData({
    prefixes: [],
    layers: [layer("override", { a: 1 }), layer("host", { a: 2, b: 2 }), layer("all", { b: 3, c: 3 })],
  });
  deepStrictEqual({ ...data }, { b: 2, c: 3, a: 1 });
  deepStrictEqual(["a", "b", "c", "d"].map((key) => explain(key)?.source), ["override", "host", "all", undefined]);
});

Deno.test("an unknown key is undefined, even if objects have something of that name", () => {
  const { data } = layeredData({ prefixes: [], layers: [] });
  deepStrictEqual([data.port, data.constructor, data.toString, data.__proto__], Array(4).fill(undefined));
  ok(!("constructor" in data));
});

Deno.test("what is set wins over all, is shown, and is gone after a reset", () => {
  const view = layeredData({ prefixes: ["ssh"], layers: [layer("override", { sshUser: "ops" })] });
  view.data.ssh_user = "root";
  view.data.extra = true;
  strictEqual(view.data.sshUser, "root");
  strictEqual(view.explain("ssh_user")?.kind, "set");
  strictEqual(JSON.stringify(view.data), '{"sshUser":"root","extra":true}');
  view.reset();
  deepStrictEqual({ ...view.data }, { sshUser: "ops" });
});

Deno.test("a deleted key has no value until the reset", () => {
  const view = layeredData({ prefixes: [], layers: [layer("host", { a: 1 })] });
  delete view.data.a;
  deepStrictEqual([view.data.a, "a" in view.data, Object.keys(view.data), view.explain("a")], [
    undefined,
    false,
    [],
    undefined,
  ]);
  view.reset();
  strictEqual(view.data.a, 1);
});

Deno.test("changing a list in place reaches neither the layer, nor another host, nor the next pass", () => {
  const shared = layer("group", { users: [{ name: "ann" }] });
  const one = layeredData({ prefixes: [], layers: [shared] });
  const other = layeredData({ prefixes: [], layers: [shared] });
  (one.data.users as unknown[]).push("bob");
  (one.data.users as { name: string }[])[0]!.name = "eve";
  deepStrictEqual(one.data.users, [{ name: "eve" }, "bob"]);
  deepStrictEqual([other.data.users, shared.values.users], [[{ name: "ann" }], [{ name: "ann" }]]);
  one.reset();
  deepStrictEqual(one.data.users, [{ name: "ann" }]);
});

Deno.test("copying keeps cycles and leaves objects with a class as they are", () => {
  const cyclic: Record<string, unknown> = { url: new URL("https://example.com") };
  cyclic.self = cyclic;
  const { data } = layeredData({ prefixes: [], layers: [layer("host", { cyclic })] });
  const copy = data.cyclic as typeof cyclic;
  ok(copy !== cyclic && copy.self === copy && copy.url === cyclic.url);
});

Deno.test("a deploy sees checked values and defaults; what it sets is seen outside of it", () => {
  const view = layeredData({ prefixes: [], layers: [layer("host", { port: "80" })] });
  const inside = view.checked({ port: 80, workers: 4 }, "Web");
  deepStrictEqual([inside.data.port, inside.data.workers, view.data.port, view.data.workers], [80, 4, "80", undefined]);
  deepStrictEqual([inside.explain("port")?.kind, inside.explain("workers")?.source], ["host", "defaults of Web"]);
  inside.data.port = 81;
  deepStrictEqual([inside.data.port, view.data.port], [81, 81]);
});

Deno.test("a reset also forgets what was changed in checked values", () => {
  const view = layeredData({ prefixes: [], layers: [] });
  const inside = view.checked({ sites: ["shop"] }, "Web");
  (inside.data.sites as string[]).push("blog");
  deepStrictEqual(inside.data.sites, ["shop", "blog"]);
  inside.reset();
  deepStrictEqual(inside.data.sites, ["shop"]);
});

Deno.test("the object prints as what it holds", () => {
  const { data } = layeredData({ prefixes: [], layers: [layer("host", { a: [1] })] });
  strictEqual(Deno.inspect(data), "{ a: [ 1 ] }");
});

const layersOfAnything = fc.array(
  fc.dictionary(
    fc.constantFrom("a", "b", "ssh_user", "sshUser", "__proto__"),
    fc.jsonValue().filter((v) => v !== undefined),
    {
      maxKeys: 4,
    },
  ).map((values) => {
    if (Object.hasOwn(values, "ssh_user")) delete values.sshUser;
    return layer(
      "group",
      Object.fromEntries(Object.entries(values).map(([k, v]) => [k === "ssh_user" ? "sshUser" : k, v])),
    );
  }),
  { maxLength: 5 },
);

Deno.test("for any layers: reading, listing, merging and looking up agree, and the first layer that has a key wins", () => {
  fc.assert(fc.property(layersOfAnything, (layers) => {
    const all = { layers, prefixes: ["ssh"] };
    const { data, explain } = layeredData(all);
    const keys = new Set(layers.flatMap((one) => Object.keys(one.values)));
    deepStrictEqual(new Set(Object.keys(data)), keys);
    deepStrictEqual(new Set(Object.keys(mergedData(all))), keys);
    for (const key of keys) {
      const first = layers.find((one) => Object.hasOwn(one.values, key))!;
      deepStrictEqual(data[key], first.values[key]);
      deepStrictEqual(Object.getOwnPropertyDescriptor(mergedData(all), key)!.value, first.values[key]);
      strictEqual(lookUp(all, key)!.layer, first);
      strictEqual(explain(key), first);
    }
    deepStrictEqual(data.ssh_user, data.sshUser);
  }));
});

Deno.test("for any sets: the last one wins over every layer, and a reset restores all", () => {
  const sets = fc.array(fc.tuple(fc.constantFrom("a", "b", "ssh_user", "sshUser", "c"), fc.integer()));
  fc.assert(fc.property(layersOfAnything, sets, (layers, changes) => {
    const view = layeredData({ layers, prefixes: ["ssh"] });
    const before = JSON.stringify(view.data);
    for (const [key, value] of changes) {
      view.data[key] = value;
      strictEqual(view.data[key], value);
      strictEqual(view.explain(key)?.kind, "set");
    }
    view.reset();
    strictEqual(JSON.stringify(view.data), before);
  }));
});
