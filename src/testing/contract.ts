import { AssertionError } from "node:assert/strict";
import { type Connection, type Host, messageOf, sh, ShellCommand, UsageError } from "../api/mod.ts";
import { disconnectTargets, makeTargets } from "../engine/mod.ts";
import type { Shell } from "../session/mod.ts";
import { COMMAND_CHECKS } from "./contract_commands.ts";
import { FILE_CHECKS } from "./contract_files.ts";
import { PROCESS_CHECKS } from "./contract_processes.ts";
import { runScript } from "./dry_wet.ts";
import { findHosts, type HostsOptions } from "./hosts.ts";

/** What a check needs that not every host or connector has. */
export type ContractNeed = "spawn" | "pty" | "signals" | "binary" | "sudo" | "channels";

/** A host of a connector that the contract is checked on. */
export interface ContractOptions extends Omit<HostsOptions, "onMessage"> {
  /** The host, as in an inventory: `@docker/app`, `@ssh/web1/@docker/app`. */
  readonly reference: string;
  /** What cannot be checked here, with the reason: `{ sudo: "the image has none" }`. */
  readonly without?: Partial<Readonly<Record<ContractNeed, string>>>;
  /**
   * What sessions have left where the host runs, one line each: processes, temporary files. Nothing may be left when the
   * connection is closed. Default: the names of temporary files, listed through the connector itself.
   */
  readonly left?: () => Promise<readonly string[]>;
}

/** What a check works with. */
export interface Subject {
  readonly connection: Connection;
  readonly shell: Shell;
  /** A folder of the host, for this check alone. */
  readonly folder: string;
  /** Runs a script on the host, as a run of its own. @throws where it fails */
  run(script: (host: Host) => unknown): Promise<void>;
}

/** One thing that holds for every connector that executes. */
export interface ContractCheck {
  readonly name: string;
  readonly needs?: readonly ContractNeed[];
  readonly check: (subject: Subject) => Promise<void>;
}

/** All that holds for every connector that executes. */
export const CONTRACT: readonly ContractCheck[] = [...COMMAND_CHECKS, ...PROCESS_CHECKS, ...FILE_CHECKS];

/**
 * Checks a connector against the contract on a real host, one step a check. What the connector says that it has not is
 * left out, and the name of the step says so.
 *
 * @example
 * ```ts
 * import { testContract } from "drover/connectors/testing";
 * Deno.test("@local keeps the contract", (t) => testContract(t, { reference: "@local", without: { sudo: "no sudo" } }));
 * ```
 */
export async function testContract(t: Deno.TestContext, options: ContractOptions): Promise<void> {
  const opened = await openHost(options);
  let closed = false;
  try {
    for (const { name, needs = [], check } of CONTRACT) {
      const reason = needs.map((need) => lacks(need, opened.connection, options)).find((why) => why !== undefined);
      await t.step({
        name: reason === undefined ? name : `${name} (skipped: ${reason})`,
        ignore: reason !== undefined,
        fn: () => inFolder(opened, options, check),
      });
    }
    closed = true;
    await t.step("disconnecting leaves nothing behind", async () => {
      const left = options.left ?? (() => temporaryFiles(options));
      await opened.close();
      await nothing(left);
    });
  } finally {
    if (!closed) await opened.close();
  }
}

/** Why something cannot be checked, or nothing. */
function lacks(need: ContractNeed, connection: Connection, { without }: ContractOptions): string | undefined {
  const said = without?.[need];
  if (said !== undefined) return said;
  const startsNothing = connection.methods !== undefined;
  if (startsNothing && need !== "sudo" && need !== "binary") return "the connector starts no processes";
  if (need === "pty" && connection.pty === false) return "the connector has no terminals";
  if (need === "signals" && connection.signals === false) return "the connector sends no signals";
  return undefined;
}

interface Opened {
  readonly connection: Connection;
  readonly shell: Shell;
  close(): Promise<void>;
}

async function openHost(options: ContractOptions): Promise<Opened> {
  const hosts = await findHosts(options.reference, options);
  const targets = makeTargets({ ...hosts, emit: () => {} });
  const [target, ...more] = targets.hosts.values();
  if (target === undefined || more.length > 0) {
    throw new UsageError(`The contract is checked on one host, and ${options.reference} is ${targets.hosts.size}`);
  }
  const close = () => disconnectTargets(targets.all, () => {}, { finishes: false, stopped: false });
  try {
    return { shell: await target.shell(), connection: await target.connection(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function inFolder(
  { connection, shell }: Opened,
  options: ContractOptions,
  check: ContractCheck["check"],
): Promise<void> {
  const folder = `/tmp/drover-contract-${crypto.randomUUID()}`;
  const run = async (script: (host: Host) => unknown) => {
    const { results } = await runScript(options.reference, script, options);
    for (const { state, error } of results.hosts.values()) {
      if (state !== "ok") throw new AssertionError({ message: `The host ${state}: ${messageOf(error)}` });
    }
  };
  await shell.run([sh`mkdir ${folder}`], {});
  try {
    await check({ connection, shell, folder, run });
  } finally {
    await shell.run([sh`rm -rf ${folder}`], {});
  }
}

/** The temporary files that sessions make, as a new connection finds them; its own come and go with it. */
async function temporaryFiles(options: ContractOptions): Promise<string[]> {
  const opened = await openHost(options);
  try {
    const [output] = await opened.shell.read([
      new ShellCommand(`find "\${TMPDIR:-/tmp}" /dev/shm "$HOME" -maxdepth 1 -name '.drover-*' 2>/dev/null; true`),
    ], {});
    return new TextDecoder().decode(output!.stdout.bytes).split("\n").filter(Boolean);
  } finally {
    await opened.close();
  }
}

/** Waits until nothing is left: what was told to end may still be ending, on a busy machine for long. */
async function nothing(left: () => Promise<readonly string[]>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await left();
    if (found.length === 0) return;
    if (Date.now() > deadline) throw new AssertionError({ message: `Left behind:\n${found.join("\n")}` });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
