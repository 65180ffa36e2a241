import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { raw, sh, ShellCommand } from "../api/mod.ts";
import { pack, type Packed, type Reference, type Referents, unpack } from "./values.ts";

const kept = (): Reference => ({ type: "kept", id: 1 });
const referents: Referents = {
  resolve: ({ type, id }) => `${type} ${id}`,
  spend: () => {},
  shellArguments: (globals) => globals,
  assertMayRead: (address) => {
    throw new Error(`not ${address.href}`);
  },
};

const sent = (value: unknown) => unpack(structuredClone(pack(value, kept)), referents);

Deno.test("values come through as they are", () => {
  const values = [
    undefined,
    null,
    1n,
    { a: [1, "two", { three: new Date(3) }], empty: {}, type: "url" },
    new Uint8Array([1, 2]),
    new URL("https://code.example/x"),
    Object.create(null),
  ];
  deepStrictEqual(sent(values.slice(0, 6)), values.slice(0, 6));
  deepStrictEqual(sent(values[6]), {});
  const command = sent(sh`echo ${"it's"}`.with({ _sudo: true }));
  deepStrictEqual(command, new ShellCommand(sh`echo ${"it's"}`.text, { _sudo: true }));
  deepStrictEqual(sent(raw("$HOME")), raw("$HOME"));
});

Deno.test("what cannot be sent stays, under a number", () => {
  deepStrictEqual(sent([() => 1, new Map(), Symbol("x"), /x/]), ["kept 1", "kept 1", "kept 1", "kept 1"]);
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  throws(() => pack(cycle, kept), /contains itself/);
});

Deno.test("no key and no value of the sandbox means anything special", () => {
  const object = sent(JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }')) as Record<string, unknown>;
  strictEqual(Object.getPrototypeOf(object), Object.prototype);
  deepStrictEqual(Object.keys(object), ["__proto__", "constructor"]);
  strictEqual(({} as Record<string, unknown>).a, undefined);
  const wrong: unknown[] = [
    { a: 1 },
    { type: "object", entries: "x" },
    { type: "object", entries: [[1, 2]] },
    { type: "url", href: 5 },
    { type: "url", href: "no address" },
    { type: "url", href: "file:///etc/passwd" },
    { type: "function", id: "1" },
    { type: "toString" },
    () => {},
  ];
  for (const value of wrong) throws(() => unpack(value as Packed, referents), JSON.stringify(value) ?? "a function");
});
