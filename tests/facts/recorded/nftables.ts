import { NftablesRuleset } from "../../../src/modules/nftables/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Rulesets of nftables. */
export const NFTABLES: readonly Recorded[] = [
  {
    fact: NftablesRuleset,
    system: "Debian 12, nft 1.0.6",
    output: JSON.stringify({
      nftables: [
        { metainfo: { version: "1.0.6", release_name: "Lester Gooch #5", json_schema_version: 1 } },
        { table: { family: "inet", name: "filter", handle: 1 } },
        {
          set: {
            family: "inet",
            name: "allowed",
            table: "filter",
            type: "ipv4_addr",
            handle: 3,
            flags: ["interval", "timeout"],
            elem: [{ prefix: { addr: "10.0.0.0", len: 8 } }, {
              elem: { val: "192.0.2.1", timeout: 3600, expires: 3599 },
            }],
          },
        },
        {
          map: {
            family: "inet",
            name: "verdicts",
            table: "filter",
            type: "inet_service",
            handle: 4,
            map: "verdict",
            elem: [[22, { accept: null }], [80, { jump: { target: "web" } }]],
          },
        },
        { chain: { family: "inet", table: "filter", name: "web", handle: 1 } },
        {
          chain: {
            family: "inet",
            table: "filter",
            name: "input",
            handle: 2,
            type: "filter",
            hook: "input",
            prio: 0,
            policy: "drop",
          },
        },
        {
          rule: {
            family: "inet",
            table: "filter",
            chain: "web",
            handle: 5,
            comment: "two words",
            expr: [{ counter: { packets: 0, bytes: 0 } }, { accept: null }],
          },
        },
        {
          rule: {
            family: "inet",
            table: "filter",
            chain: "input",
            handle: 8,
            expr: [{ vmap: { key: { payload: { protocol: "tcp", field: "dport" } }, data: "@verdicts" } }],
          },
        },
      ],
    }),
    value: [{
      family: "inet",
      name: "filter",
      chains: {
        web: {
          rules: [{
            handle: 5,
            comment: "two words",
            expressions: [{ counter: { packets: 0, bytes: 0 } }, { accept: null }],
          }],
        },
        input: {
          rules: [{
            handle: 8,
            expressions: [{ vmap: { key: { payload: { protocol: "tcp", field: "dport" } }, data: "@verdicts" } }],
          }],
          type: "filter",
          hook: "input",
          priority: 0,
          policy: "drop",
        },
      },
      sets: {
        allowed: {
          type: "ipv4_addr",
          flags: ["interval", "timeout"],
          elements: [{ prefix: { addr: "10.0.0.0", len: 8 } }, {
            elem: { val: "192.0.2.1", timeout: 3600, expires: 3599 },
          }],
        },
      },
      maps: {
        verdicts: {
          type: "inet_service",
          map: "verdict",
          flags: [],
          elements: [[22, { accept: null }], [80, { jump: { target: "web" } }]],
        },
      },
    }],
  },
  {
    fact: NftablesRuleset,
    system: "Debian 10, nft 0.9.0, documented",
    output: JSON.stringify({
      nftables: [
        { metainfo: { version: "0.9.0", release_name: "Fearless Fosdick" } },
        { table: { family: "ip", name: "nat", handle: 3 } },
        {
          chain: {
            family: "ip",
            table: "nat",
            name: "post",
            handle: 1,
            type: "nat",
            hook: "postrouting",
            prio: 100,
            policy: "accept",
          },
        },
        { rule: { family: "ip", table: "nat", chain: "post", handle: 2, expr: [{ masquerade: null }] } },
      ],
    }),
    value: [{
      family: "ip",
      name: "nat",
      chains: {
        post: {
          rules: [{ handle: 2, expressions: [{ masquerade: null }] }],
          type: "nat",
          hook: "postrouting",
          priority: 100,
          policy: "accept",
        },
      },
      sets: {},
      maps: {},
    }],
  },
  {
    fact: NftablesRuleset,
    system: "Fedora 41, nft 1.0.9 with firewalld, documented",
    output: JSON.stringify({
      nftables: [
        { metainfo: { version: "1.0.9", release_name: "Old Doc Yak #3", json_schema_version: 1 } },
        { table: { family: "inet", name: "firewalld", handle: 2, flags: ["owner", "persist"] } },
        {
          flowtable: { family: "inet", name: "ft", table: "firewalld", handle: 9, hook: "ingress", prio: 0, dev: "lo" },
        },
        {
          chain: {
            family: "netdev",
            table: "n",
            name: "i",
            handle: 1,
            dev: ["eth0", "eth1"],
            type: "filter",
            hook: "ingress",
            prio: -500,
            policy: "accept",
          },
        },
        { table: { family: "netdev", name: "n", handle: 4 } },
        { set: { family: "netdev", name: "s", table: "n", type: ["ipv4_addr", "inet_service"], handle: 5 } },
      ],
    }),
    value: [{ family: "inet", name: "firewalld", chains: {}, sets: {}, maps: {} }, {
      family: "netdev",
      name: "n",
      chains: {
        i: {
          rules: [],
          type: "filter",
          hook: "ingress",
          priority: -500,
          policy: "accept",
          device: ["eth0", "eth1"],
        },
      },
      sets: { s: { type: ["ipv4_addr", "inet_service"], flags: [], elements: [] } },
      maps: {},
    }],
  },
];
