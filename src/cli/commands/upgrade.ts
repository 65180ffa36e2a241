import { basename, dirname, join } from "node:path";
import { DroverError, UsageError } from "../../errors.ts";
import { downloadFile, downloadText, safeAddress } from "../download.ts";
import {
  archiveName,
  CHECKSUMS,
  executableName,
  fileAddress,
  findChecksum,
  newestAddress,
  RELEASES,
} from "../releases.ts";
import type { Terminal } from "../terminal.ts";

/** What `drover upgrade` is asked for. */
export interface UpgradeOptions {
  /** Default: the newest. */
  readonly version?: string;
  /** The version that runs. */
  readonly running: string;
  readonly terminal: Terminal;
}

/** Replaces the running executable by another version. @throws {DroverError} and leaves it as it is */
export async function upgradeCommand({ version, running, terminal }: UpgradeOptions): Promise<number> {
  const executable = await ownExecutable();
  const releases = safeAddress(Deno.env.get("DROVER_RELEASES") || RELEASES);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  Deno.addSignalListener("SIGINT", stop);
  try {
    const wanted = await wantedVersion(version, running, releases, interrupt.signal);
    if (wanted === undefined) {
      terminal.out(`drover ${running} stays: ${version ? "it is this version" : "there is no newer one"}\n`);
      return 0;
    }
    terminal.err(`Downloading drover ${wanted} for ${Deno.build.target} from ${releases}\n`);
    const folder = await folderBeside(executable);
    try {
      const made = await fetchExecutable(releases, wanted, folder, interrupt.signal);
      await replace(executable, made, folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    terminal.out(`drover ${running} is now ${wanted}: ${executable}\n`);
    return 0;
  } finally {
    Deno.removeSignalListener("SIGINT", stop);
  }
}

async function ownExecutable(): Promise<string> {
  if (!Deno.build.standalone) {
    throw new UsageError("Cannot upgrade: this Drover runs from its sources, there is no executable to replace", {
      hint: "Update the checkout, or the version in what starts it.",
    });
  }
  const executable = await Deno.realPath(Deno.execPath());
  if (/[\\/]Cellar[\\/]/.test(executable)) {
    throw new UsageError(`Cannot upgrade: ${executable} belongs to Homebrew`, { hint: "brew upgrade drover does it." });
  }
  return executable;
}

/** The version to take; `undefined` where there is nothing to do. */
async function wantedVersion(
  asked: string | undefined,
  running: string,
  releases: URL,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { gt, valid } = await import("semver");
  if (asked !== undefined) {
    const version = valid(asked);
    if (version === null) {
      throw new UsageError(`Expected a version such as ${running}, found ${JSON.stringify(asked)}`);
    }
    return version === running ? undefined : version;
  }
  const found = (await downloadText(newestAddress(releases), signal)).trim();
  const newest = valid(found);
  if (newest === null) {
    throw new DroverError("load", `Expected a version at ${newestAddress(releases)}, found ${quoteStart(found)}`);
  }
  return gt(newest, running) ? newest : undefined;
}

/** A folder on the executable's own file system, so that the last step is one rename. */
async function folderBeside(executable: string): Promise<string> {
  const dir = dirname(executable);
  try {
    return await Deno.makeTempDir({ dir, prefix: ".drover-upgrade-" });
  } catch (cause) {
    throw new DroverError("load", `Cannot write to ${dir}: ${(cause as Error).message}`, {
      hint: "Upgrade as the user who owns it, or install to a folder of your own.",
      cause,
    });
  }
}

async function fetchExecutable(releases: URL, version: string, folder: string, signal: AbortSignal): Promise<string> {
  const name = archiveName(version, Deno.build.target);
  const sum = findChecksum(await downloadText(fileAddress(releases, version, CHECKSUMS), signal), name);
  if (sum === undefined) {
    throw new DroverError("load", `Drover ${version} has no release for this platform: ${CHECKSUMS} lists no ${name}`);
  }
  const archive = join(folder, name);
  const found = await downloadFile(fileAddress(releases, version, name), archive, signal);
  if (found !== sum) {
    throw new DroverError("load", `${name} is not what the release says: expected SHA-256 ${sum}, found ${found}`, {
      hint: "Try again. If it stays, a proxy or the server changes what you download.",
    });
  }
  const made = executableName(Deno.build.target);
  // The tar of Windows reads zip archives, too.
  await output("tar", ["-xf", archive, "-C", folder, made], `Cannot unpack ${name}`);
  const executable = join(folder, made);
  if (!(await Deno.lstat(executable)).isFile) throw new DroverError("load", `${name} holds no file ${made}`);
  const says = await output(executable, ["--version"], `Drover ${version} does not run on this machine`);
  if (says.trim() !== `drover ${version}`) {
    throw new DroverError("load", `${name} is not what it says: expected drover ${version}, found ${quoteStart(says)}`);
  }
  return executable;
}

async function output(program: string, args: readonly string[], failure: string): Promise<string> {
  const ended = await new Deno.Command(program, { args: [...args], stdin: "null" }).output().catch((cause) => {
    throw new DroverError("load", `${failure}: ${cause.message}`, { cause });
  });
  if (ended.success) return new TextDecoder().decode(ended.stdout);
  throw new DroverError("load", `${failure}: ${quoteStart(new TextDecoder().decode(ended.stderr))}`);
}

async function replace(executable: string, made: string, folder: string): Promise<void> {
  const { mode, uid, gid } = await Deno.stat(executable);
  if (Deno.uid() === 0) await Deno.chown(made, uid, gid);
  if (mode !== null) await Deno.chmod(made, mode & 0o777);
  // Windows does not let go of a running program, but lets it be renamed.
  if (Deno.build.os === "windows") await Deno.rename(executable, join(dirname(folder), `${basename(executable)}.old`));
  await Deno.rename(made, executable);
}

function quoteStart(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text.trim());
}
