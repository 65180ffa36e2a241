import type { AnyOperation, Fact } from "../../src/api/mod.ts";
import { ourName } from "./names.ts";

type Members = Readonly<Record<string, unknown>>;

/** The project's modules, as far as they can be loaded. */
export interface Modules {
  fact(theirs: string): Fact<unknown, never> | undefined;
  operation(theirs: string): AnyOperation | undefined;
  /** What kept a module from being loaded, by its name. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Loads each module on its own, so that one that does not load leaves the others. */
export async function loadModules(folder: URL): Promise<Modules> {
  const loaded = new Map<string, Members>();
  const broken = new Map<string, string>();
  for await (const entry of Deno.readDir(folder)) {
    const door = new URL(`${entry.name}/mod.ts`, folder);
    if (!entry.isDirectory || !await isFile(door)) continue;
    await import(door.href).then(
      (members) => loaded.set(entry.name, members),
      (error) => broken.set(entry.name, String(error)),
    );
  }
  const find = (theirs: string, kind: string): unknown => {
    const [module, member] = ourName(theirs).split(".") as [string, string];
    const members = loaded.get(module) ?? {};
    // Some names differ in the case of their abbreviations alone.
    const name = member in members
      ? member
      : Object.keys(members).find((one) => one.toLowerCase() === member.toLowerCase());
    const found = name === undefined ? undefined : members[name];
    return found !== null && (typeof found === "object" || typeof found === "function") && kind in found
      ? found
      : undefined;
  };
  return {
    broken,
    fact: (theirs) => find(theirs, "process") as Fact<unknown, never> | undefined,
    operation: (theirs) => find(theirs, "inner") as AnyOperation | undefined,
  };
}

async function isFile(path: URL): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}
