import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../api/mod.ts";
import type { LoadedInventory } from "../inventory/mod.ts";
import type { Subject } from "./journal.ts";
import type { Options } from "./options.ts";
import type { Request } from "./request.ts";
import { isInShard, parseShard } from "./shard.ts";

/** The inventory with what `--retry-failed` and `--shard` leave of its hosts. @throws {UsageError} */
export async function chooseHosts(
  inventory: LoadedInventory,
  subject: Subject,
  options: Options,
  warn: (text: string) => void,
): Promise<LoadedInventory> {
  const failed = options.flag("retry-failed") ? await failedOf(inventory, subject) : undefined;
  const shard = subject.shard === undefined ? undefined : parseShard(subject.shard);
  const left = only(inventory, (name) => failed?.has(name) !== false && (!shard || isInShard(name, shard)));
  const before = activeNames(inventory).length;
  if (shard && activeNames(left).length === 0) warn(`Shard ${subject.shard} has none of the ${before} hosts`);
  return left;
}

/** What a command line is about. */
export function subjectOf(request: Request, options: Options, resolveScript: (specifier: string) => string): Subject {
  const folder = Deno.cwd();
  const path = resolve(folder, request.inventory);
  return {
    folder,
    inventory: existsSync(path) ? path : request.inventory,
    what: request.kind === "deploy"
      ? request.scripts.map(resolveScript)
      : request.kind === "operation"
      ? [request.operation, ...request.words]
      : [request.kind, ...request.kind === "debug-inventory" ? [] : request.words],
    shard: options.text("shard"),
  };
}

async function failedOf(inventory: LoadedInventory, subject: Subject): Promise<ReadonlySet<string>> {
  const failed = await (await import("./retry.ts")).hostsToRetry(subject);
  const names = activeNames(inventory);
  if (names.some((name) => failed.has(name))) return failed;
  throw new UsageError(`--retry-failed: none of the hosts that failed takes part: ${[...failed].join(", ")}`, {
    hint: "--limit, --exclude or a change of the inventory has left them out.",
  });
}

function activeNames({ hosts }: LoadedInventory): string[] {
  return hosts.filter(({ active }) => active).map(({ name }) => name);
}

function only(inventory: LoadedInventory, takesPart: (name: string) => boolean): LoadedInventory {
  const hosts = inventory.hosts.map((host) => host.active && !takesPart(host.name) ? { ...host, active: false } : host);
  return { ...inventory, hosts };
}
