import { createHash } from "node:crypto";
import { UsageError } from "../api/mod.ts";

/** One of several parts of an inventory. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Reads `I/N`. @throws {UsageError} */
export function parseShard(text: string): Shard {
  const [, index = NaN, count = NaN] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`--shard: expected I/N with I from 1 to N, as 1/4, found ${JSON.stringify(text)}`, {
    hint: index === 0 ? "Shards count from 1: to an index from 0 add one, $((INDEX + 1))." : undefined,
  });
}

/** Whether a host is in a shard. Its name alone decides, so that other hosts come and go without moving it. */
export function isInShard(host: string, { index, count }: Shard): boolean {
  return createHash("sha256").update(host).digest().readUInt32BE() % count === index - 1;
}
