import { ourName } from "./names.ts";

/** A value as it stands in a case file. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Recorded output of a fact's command, and what it has to give. */
export interface FactCase {
  readonly case: string;
  readonly args: JsonObject;
  readonly command?: string;
  readonly output: readonly string[];
  readonly result: Json;
}

/** Files beside the deploy script; `null` is a file with any content. */
export interface LocalFiles {
  readonly files: { readonly [name: string]: string | null };
  readonly dirs: { readonly [name: string]: LocalFiles };
}

/** Facts and arguments of an operation, and the commands that it has to make. */
export interface OperationCase {
  readonly case: string;
  readonly args: JsonObject;
  readonly facts?: JsonObject;
  readonly commands?: readonly Json[];
  readonly noop_description?: string;
  readonly exception?: { readonly name?: string; readonly names?: readonly string[]; readonly message: string };
  readonly local_files?: LocalFiles;
  readonly require_platform?: readonly string[];
}

/** All cases of one fact or operation; `name` is pyinfra's, as `files.put`. */
export interface CaseFile<C> {
  readonly name: string;
  readonly cases: readonly C[];
}

/** Reads the case files of a folder whose names, pyinfra's or ours, start with one of the prefixes; all without a prefix. */
export async function readCases<C>(folder: string, prefixes: readonly string[]): Promise<CaseFile<C>[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".json")) names.push(name.replace(/\.json$/, ""));
  }
  const isWanted = (name: string) =>
    prefixes.some((prefix) => name.startsWith(prefix) || ourName(name).startsWith(prefix));
  const wanted = prefixes.length === 0 ? names : names.filter(isWanted);
  return await Promise.all(
    wanted.sort().map(async (name) => JSON.parse(await Deno.readTextFile(`${folder}/${name}.json`))),
  );
}
