import type { Fact, FactGlobals, GlobalArguments, ShellArguments } from "../api/mod.ts";

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

function shellOf(globals: FactGlobals): ShellArguments {
  const shell: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(globals)) {
    const matters = (SHELL_KEYS as readonly string[]).includes(key) || /^_(sudo|su|use|preserve|doas|dzdo)/.test(key);
    if (matters && value !== undefined) shell[key] = value;
  }
  return Object.fromEntries(Object.entries(shell).sort()) as ShellArguments;
}
