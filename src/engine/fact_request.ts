import type { Fact, FactGlobals, GlobalArguments, ShellArguments, ShellCommand } from "../api/mod.ts";

/** Any fact. */
// deno-lint-ignore no-explicit-any
export type AnyFact = Fact<any, any>;

/** A fact with all that makes a difference to its answer. */
export interface FactRequest {
  /** The same for the same answer. */
  readonly key: string;
  readonly fact: AnyFact;
  readonly args: object;
  readonly shell: ShellArguments;
  /** It is asked for by an operation whose content is not to be shown. */
  readonly sensitive: boolean;
  /** The name of the operation that asks for it; none where the script does. */
  readonly operation?: string;
}

/** A fact is the same whatever password it was read with, and what names it may be written down. */
const NO_PASSWORDS = { _sudoPassword: undefined, _suPassword: undefined };

/** The global arguments that make a difference to a fact. */
const SHELL_KEYS = ["_chdir", "_env", "_shellExecutable", "_timeout"] as const;

/** Makes the request for a fact with checked arguments. */
export function factRequest(
  fact: AnyFact,
  args: object,
  globals: FactGlobals & Pick<GlobalArguments, "_sensitive">,
  operation?: string,
): FactRequest {
  const shell = shellOf(globals);
  const key = `${fact.fullName} ${JSON.stringify(args)} ${JSON.stringify({ ...shell, ...NO_PASSWORDS })}`;
  return { key, fact, args, shell, sensitive: globals._sensitive === true, operation };
}

/** What is read once for all that it answers. */
export interface Reading<T extends FactRequest> {
  readonly command: ShellCommand;
  readonly requests: readonly T[];
}

/** The commands that answer requests: facts of one path often come from the same. */
export function byCommand<T extends FactRequest>(requests: readonly T[]): Reading<T>[] {
  const readings = new Map<string, { readonly command: ShellCommand; readonly requests: T[] }>();
  for (const request of requests) {
    const { fact, args, shell } = request;
    const command = fact.command(args).with(shell);
    const key = JSON.stringify([command.text, shell]);
    const reading = readings.get(key);
    if (reading) reading.requests.push(request);
    else readings.set(key, { command, requests: [request] });
  }
  return [...readings.values()];
}

function shellOf(globals: FactGlobals): ShellArguments {
  const shell: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(globals)) {
    const matters = (SHELL_KEYS as readonly string[]).includes(key) || /^_(sudo|su|use|preserve|doas|dzdo)/.test(key);
    if (matters && value !== undefined) shell[key] = value;
  }
  return Object.fromEntries(Object.entries(shell).sort()) as ShellArguments;
}
