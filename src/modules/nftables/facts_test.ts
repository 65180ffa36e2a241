import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { NftablesRuleset } from "./mod.ts";

/** nft 1.0.6 of Debian 12, with a set and a map added from libnftables-json(5). */
const RULESET = JSON.stringify({
  nftables: [
    { metainfo: { version: "1.0.6", json_schema_version: 1 } },
    { table: { family: "inet", name: "t", handle: 1 } },
    {
      set: {
        family: "inet",
        name: "s",
        table: "t",
        type: "ipv4_addr",
        handle: 2,
        flags: ["interval"],
        elem: ["10.0.0.1"],
      },
    },
    {
      map: { family: "inet", name: "m", table: "t", type: "inet_service", map: "verdict", handle: 4, flags: "dynamic" },
    },
    {
      chain: {
        family: "inet",
        table: "t",
        name: "c",
        handle: 1,
        type: "filter",
        hook: "input",
        prio: 0,
        policy: "drop",
      },
    },
    { chain: { family: "inet", table: "t", name: "own", handle: 9 } },
    { rule: { family: "inet", table: "t", chain: "c", handle: 3, comment: "hi", expr: [{ accept: null }] } },
    { table: { family: "ip", name: "t", handle: 5 } },
    { chain: { family: "ip", table: "t", name: "c", handle: 1 } },
    { "ct helper": { family: "ip", name: "h", table: "t" } },
  ],
});

Deno.test("chains, rules and sets are in their tables, which may share names between families", () => {
  deepStrictEqual(processFact(NftablesRuleset, RULESET), [
    {
      family: "inet",
      name: "t",
      chains: {
        c: {
          rules: [{ handle: 3, comment: "hi", expressions: [{ accept: null }] }],
          type: "filter",
          hook: "input",
          priority: 0,
          policy: "drop",
        },
        own: { rules: [] },
      },
      sets: { s: { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.1"] } },
      maps: { m: { type: "inet_service", map: "verdict", flags: ["dynamic"], elements: [] } },
    },
    { family: "ip", name: "t", chains: { c: { rules: [] } }, sets: {}, maps: {} },
  ]);
  deepStrictEqual(processFact(NftablesRuleset, '{"nftables": [{"metainfo": {"version": "1.0.6"}}]}'), []);
});

Deno.test("what is no ruleset is an error that quotes it", () => {
  throws(() => processFact(NftablesRuleset, "table inet t {"), /expected JSON, found "table inet t \{"/);
  throws(() => processFact(NftablesRuleset, '{"nftables": 1}'), /at nftables/);
});
