import { join } from "node:path";

/** Where the folders of all test beds are; only root can write there. */
export const BEDS = "/run/drover-bed";

/** The folders that are there now. */
export async function listFolders(): Promise<string[]> {
  const folders: string[] = [];
  for await (const entry of Deno.readDir(BEDS)) if (entry.isDirectory) folders.push(join(BEDS, entry.name));
  return folders.sort();
}

/** Does something while no other process changes what the beds share: the place and the users. */
export async function locked<T>(body: () => Promise<T>): Promise<T> {
  await Deno.mkdir(BEDS, { recursive: true, mode: 0o755 });
  using lock = await Deno.open(join(BEDS, "lock"), { create: true, write: true });
  await lock.lock(true);
  return await body();
}

/** Replaces a file in one step, so that a crash leaves the old one. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, content, { mode: 0o600 });
  await Deno.rename(`${path}.new`, path);
}

/** Whether there is a file. */
export async function isFile(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isFile ?? false;
}
