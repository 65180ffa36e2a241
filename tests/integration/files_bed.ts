import { strictEqual } from "node:assert/strict";
import type { Host } from "../../src/api/mod.ts";
import type { DroverEvent, RunOutcome } from "../../src/engine/mod.ts";
import { type ServerBed, startServerBed } from "./server_bed.ts";

/** Names that a careless tool takes for something else. */
export const ODD_NAMES = [
  "a b",
  `it's "$HOME" \`id\` & ;`,
  "-rf",
  "Grüße 日本",
  "two\nlines",
  "back\\slash*?[a]{b}",
] as const;

/** A bed with what the tests of files need beside it. */
export interface FilesBed extends ServerBed {
  /** Proves dry, wet, dry, wet, and that each operation of the script changes something exactly once. */
  proves(script: (host: Host) => unknown, options?: Parameters<ServerBed["dryWet"]>[1]): Promise<void>;
  /** Writes a local file into the folder of the bed and gives its path. */
  local(name: string, content: string | Uint8Array, mode?: number): Promise<string>;
  /** Text of a file of the host. */
  text(path: string): Promise<string>;
  /** Owner, group and mode of a path of the host, links not followed: `root:root 644`. */
  stat(path: string): Promise<string>;
  /** The names in a folder of the host, sorted. */
  names(path: string): Promise<string[]>;
}

/** Starts the host. */
export async function startFilesBed(): Promise<FilesBed> {
  const bed = await startServerBed();
  return {
    ...bed,
    async proves(script, options) {
      const changes = new Map<string, number>();
      const onEvent = (event: DroverEvent) => {
        if (event.type !== "operation.host") return;
        const key = `${event.name} ${event.id}`;
        changes.set(key, (changes.get(key) ?? 0) + (event.outcome === "changed" ? 1 : 0));
      };
      await bed.dryWet(script, { ...options, onEvent });
      for (const [operation, count] of changes) strictEqual(count, 1, `${operation} changed something ${count} times`);
    },
    async local(name, content, mode = 0o644) {
      const path = `${bed.folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
      await Deno.chmod(path, mode);
      return path;
    },
    text: (path) => Deno.readTextFile(bed.host.path(path)),
    stat: async (path) => (await bed.host.run(["stat", "-c", "%U:%G %a", "--", path])).trim(),
    names: async (path) => (await Array.fromAsync(Deno.readDir(bed.host.path(path)), ({ name }) => name)).sort(),
  };
}

/** What the plan of a run would do, in order. */
export function planned({ plan }: RunOutcome) {
  return (plan?.operations ?? []).flatMap(({ hosts }) => [...hosts.values()]);
}

/** The warnings among events. */
export function warningsOf(events: readonly DroverEvent[]): string[] {
  return events.flatMap((event) => event.type === "message" && event.level === "warning" ? [event.text] : []);
}
