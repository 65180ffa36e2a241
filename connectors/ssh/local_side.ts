import { readdir, readFile, stat } from "node:fs/promises";
import { homedir, hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { ConnectError } from "drover/connectors";
import type { LocalSide } from "./config.ts";
import { type ConfigEntry, type ConfigReader, expandHome, readConfig } from "./config_file.ts";
import { matchesPattern } from "./patterns.ts";
import { once, type Run } from "./run.ts";

/** The machine that Drover runs on. */
export function localSide(connectTimeout: number): LocalSide {
  return {
    home: homedir(),
    user: userInfo().username,
    hostname: hostname(),
    environment: (name) => Deno.env.get(name),
    connectTimeout,
  };
}

/** The ssh config that counts: the given file alone, or the user's and then the system's. */
export async function localConfig(file: string | undefined, local: LocalSide, run: Run): Promise<ConfigEntry[]> {
  const files = file === undefined
    ? [join(local.home, ".ssh", "config"), "/etc/ssh/ssh_config"]
    : [expandHome(file, local.home)];
  const reader: ConfigReader = { read: readIfThere, glob: globFiles, home: local.home };
  const parts = await Promise.all(files.map((path) => once(run.configs, path, () => readConfig(path, reader))));
  return parts.flat();
}

/** The text of a file, or `undefined` where there is none. @throws {ConnectError} where it cannot be read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConnectError(`Cannot read ${path}: ${message}`, { hint: "Check its owner and mode.", cause });
  }
}

async function globFiles(pattern: string): Promise<string[]> {
  const folder = dirname(pattern);
  const folders = /[*?]/.test(folder) ? await globFiles(folder) : [folder];
  const last = pattern.slice(folder.length).replace(/^\//, "");
  const found = await Promise.all(folders.map(async (one) => {
    const names = await readdir(one).catch(() => [] as string[]);
    const hidden = last.startsWith(".");
    return names.filter((name) => hidden === name.startsWith(".") && matchesPattern(last, name))
      .sort().map((name) => join(one, name));
  }));
  return found.flat();
}

/** Whether the system's `ssh` is installed. */
export async function hasSystemSsh(): Promise<boolean> {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter(Boolean);
  const found = await Promise.all(folders.map((folder) => stat(join(folder, "ssh")).catch(() => undefined)));
  return found.some((file) => file?.isFile());
}

/** Whether the user holds a Kerberos ticket that is valid, wherever tickets are kept. */
export async function hasTicket(): Promise<boolean> {
  const command = new Deno.Command("klist", { args: ["-s"], stdin: "null", stdout: "null", stderr: "null" });
  return await command.output().then(({ success }) => success, () => false);
}
