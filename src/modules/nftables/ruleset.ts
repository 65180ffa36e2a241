import { z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";

/** A rule of nftables. */
export interface NftRule {
  readonly handle: number;
  readonly comment?: string;
  /** Its statements as nft's JSON has them (libnftables-json(5)). */
  readonly expressions: readonly unknown[];
}

/** A chain; what follows `rules` only base chains have. */
export interface NftChain {
  readonly rules: readonly NftRule[];
  readonly type?: string;
  readonly hook?: string;
  readonly priority?: number | string;
  readonly policy?: string;
  /** The device of a chain that belongs to one. */
  readonly device?: unknown;
}

/** A set or map. */
export interface NftSet {
  /** The type of its elements, as `ipv4_addr`. */
  readonly type: unknown;
  /** What a map gives for an element. */
  readonly map?: unknown;
  readonly flags: readonly string[];
  readonly elements: readonly unknown[];
}

/** A table. */
export interface NftTable {
  readonly family: string;
  readonly name: string;
  readonly chains: Readonly<Record<string, NftChain>>;
  readonly sets: Readonly<Record<string, NftSet>>;
  readonly maps: Readonly<Record<string, NftSet>>;
}

const text = () => z.string();
const listed = () => z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);
const inTable = { family: text(), table: text() };
const set = () =>
  z.object({
    ...inTable,
    name: text(),
    type: z.unknown(),
    map: z.unknown().optional(),
    flags: listed(),
    elem: z.array(z.unknown()).default([]),
  });

const schema = () =>
  z.object({
    nftables: z.array(z.object({
      table: z.object({ family: text(), name: text() }).optional(),
      chain: z.object({
        ...inTable,
        name: text(),
        type: text().optional(),
        hook: text().optional(),
        prio: z.union([z.number(), z.string()]).optional(),
        policy: text().optional(),
        dev: z.unknown().optional(),
      }).optional(),
      rule: z.object({
        ...inTable,
        chain: text(),
        handle: z.number(),
        comment: text().optional(),
        expr: z.array(z.unknown()).default([]),
      }).optional(),
      set: set().optional(),
      map: set().optional(),
    })),
  });

/** Reads what `nft -j list ruleset` prints. */
export function parseRuleset(lines: readonly string[]): NftTable[] {
  const objects = parseJson(lines, schema()).nftables;
  const all = <K extends "table" | "chain" | "rule" | "set" | "map">(kind: K) =>
    objects.map((object) => object[kind]).filter((object) => object !== undefined);
  return all("table").map(({ family, name }) => {
    const within = (object: { family: string; table: string }) => object.family === family && object.table === name;
    const rules = all("rule").filter(within);
    return {
      family,
      name,
      chains: Object.fromEntries(
        all("chain").filter(within).map((chain) => [
          chain.name,
          {
            rules: rules.filter((rule) => rule.chain === chain.name).map(({ handle, comment, expr }) => ({
              handle,
              ...comment !== undefined && { comment },
              expressions: expr,
            })),
            ...chain.hook !== undefined &&
              { type: chain.type, hook: chain.hook, priority: chain.prio, policy: chain.policy },
            ...chain.dev !== undefined && { device: chain.dev },
          },
        ]),
      ),
      sets: Object.fromEntries(all("set").filter(within).map((set) => [set.name, setOf(set)])),
      maps: Object.fromEntries(all("map").filter(within).map((map) => [map.name, setOf(map)])),
    };
  });
}

function setOf({ type, map, flags, elem }: z.output<ReturnType<typeof set>>): NftSet {
  return { type, ...map !== undefined && { map }, flags, elements: elem };
}
