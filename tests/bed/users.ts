/** The login users of a test bed, named for what they are. @module */
import { join } from "node:path";
import { BEDS, isFile, listFolders, locked, replaceFile } from "./place.ts";
import { run } from "./run.ts";

/** A login user of a test bed. */
export interface BedUser {
  readonly name: string;
  /** The keys of the bed open it. */
  readonly key: boolean;
  /** The password of the bed opens it. */
  readonly password: boolean;
  /** What sudo asks it for; `undefined` where it may not use sudo. */
  readonly sudo?: "nothing" | "password";
}

/** The users of each bed; `root` can log in with the key too. */
export const BED_USERS: readonly BedUser[] = [
  { name: "drover-key", key: true, password: false },
  { name: "drover-password", key: false, password: true },
  { name: "drover-sudo", key: true, password: false, sudo: "nothing" },
  { name: "drover-sudo-password", key: true, password: true, sudo: "password" },
];

/** What sudo is told about the users. */
export const SUDOERS = BED_USERS.filter((user) => user.sudo)
  .map((user) => `${user.name} ALL=(ALL:ALL) ${user.sudo === "nothing" ? "NOPASSWD: " : ""}ALL\n`).join("");

const SUDOERS_FILE = "/etc/sudoers.d/drover-bed";
const STATE = join(BEDS, "users.json");

interface State {
  readonly password: string;
  readonly created: readonly string[];
}

/** A password that nobody can guess: the users of a bed may become root. */
export function makePassword(): string {
  return crypto.randomUUID();
}

/** Lines for `chpasswd`. */
export function passwordLines(password: string): string {
  return BED_USERS.filter((user) => user.password).map((user) => `${user.name}:${password}\n`).join("");
}

/**
 * Makes the users on this machine, as long as the bed of that folder is there.
 * The last bed that uses them removes them.
 *
 * @returns their password
 */
export function useUsers(folder: string): Promise<string> {
  return locked(async () => {
    await Deno.writeTextFile(join(folder, "users"), "");
    const state = await readState() ?? { password: makePassword(), created: [] };
    const missing: string[] = [];
    for (const { name } of BED_USERS) if (!await exists(name)) missing.push(name);
    // Noted first, so that a crash in between leaves no user behind.
    await replaceFile(STATE, JSON.stringify({ ...state, created: [...new Set([...state.created, ...missing])] }));
    for (const name of missing) {
      // A star is a password that nothing matches; without one the login is locked, for keys too.
      await run(["useradd", "--create-home", "--shell", "/bin/sh", "--password", "*", name]);
    }
    await run(["chpasswd", "-c", "SHA512"], { stdin: passwordLines(state.password) });
    await Deno.mkdir("/etc/sudoers.d", { recursive: true });
    if (!await isFile(SUDOERS_FILE)) await Deno.writeTextFile(SUDOERS_FILE, SUDOERS, { mode: 0o440 });
    return state.password;
  });
}

/** Removes the users that a bed has made, if no other bed uses them; call it under the lock. */
export async function removeUsersIfUnused(): Promise<void> {
  const state = await readState();
  if (state === undefined) return;
  for (const folder of await listFolders()) if (await isFile(join(folder, "users"))) return;
  for (const name of state.created) if (await exists(name)) await run(["userdel", "--force", "--remove", name]);
  if (await isFile(SUDOERS_FILE)) await Deno.remove(SUDOERS_FILE);
  await Deno.remove(STATE);
}

async function exists(name: string): Promise<boolean> {
  const passwd = await Deno.readTextFile("/etc/passwd");
  return passwd.split("\n").some((line) => line.startsWith(`${name}:`));
}

async function readState(): Promise<State | undefined> {
  return await isFile(STATE) ? JSON.parse(await Deno.readTextFile(STATE)) : undefined;
}
