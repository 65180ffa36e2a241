/**
 * What connectors share whose hosts a program lists and runs commands in: `incus`, `lxc`, `kubectl`.
 *
 * @module
 */
import {
  ConnectError,
  type ConnectorContext,
  DroverError,
  type OpenConnection,
  runArgv,
  spawnFor,
} from "drover/connectors";
import { parsePrinted } from "../printed.ts";
import { complaint, execSpawn } from "./exec.ts";

/**
 * Asks a program for a list, on this machine or the host in front.
 *
 * @param what what is listed, in words
 */
export async function listed(argv: readonly string[], what: string, context: ConnectorContext): Promise<unknown> {
  const process = await spawnFor(context)(argv, { signal: context.signal });
  // All of it: that of a large cluster is longer than what is kept of a command's output.
  const [stdout, stderr, { code }] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.status,
    process.stdin.close().catch(() => {}),
  ]);
  context.signal.throwIfAborted();
  if (code === 0) return parsePrinted(stdout, argv.join(" "));
  throw new DroverError("inventory", `Cannot list the ${what}: ${complaint({ stderr, code })}`, {
    hint: code === 127 ? `Install ${argv[0]} there.` : `Try "${argv.join(" ")}" by hand.`,
  });
}

/** How a program runs commands somewhere. */
export interface ByProgram {
  /** Where, in words: `the pod web`. */
  readonly where: string;
  /** The words in front of a command. */
  readonly words: (terminal: boolean) => readonly string[];
  /** What the user may look at when it cannot. */
  readonly hint: string;
}

/** Connects to where a program runs commands. @throws {ConnectError} where it runs none */
export async function connectByProgram(
  { where, words, hint }: ByProgram,
  context: ConnectorContext,
): Promise<OpenConnection> {
  const start = spawnFor(context);
  const tried = await runArgv(start, [...words(false), "sh", "-c", ":"], { signal: context.signal });
  if (tried.code !== 0) throw new ConnectError(`Cannot run anything in ${where}: ${complaint(tried)}`, { hint });
  const { spawn, end } = execSpawn({ start, words });
  return { signals: false, spawn, disconnect: end };
}

/** A flag with its value, or nothing where there is none. */
export function flag(name: string, value: unknown): string[] {
  return value === undefined ? [] : [name, String(value)];
}
