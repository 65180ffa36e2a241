import type * as z from "zod";
import { join, raw, sh, shellArgumentsShape, ShellCommand } from "../command/mod.ts";
import { didYouMean, FactError, messageOf, UsageError } from "../errors.ts";
import { type FactGlobals, splitArguments } from "./globals.ts";
import { check, lazily, type Lazy, shown } from "./schema.ts";

/** How a fact is read. */
export interface FactDefinition<T, S extends z.ZodObject> {
  /** The module it belongs to, as `files`. */
  readonly module?: string;
  /** Its name within the module, in PascalCase. */
  readonly name: string;
  /** What it gives, on which systems, in one or two sentences. */
  readonly doc?: string;
  /** Its arguments; `args: () => z.object({…})` builds the schema when it is first needed. */
  readonly args?: Lazy<S>;
  /** The command that reads it; run with `LC_ALL=C` and without input. A non-zero exit fails the host. */
  readonly command: (args: z.output<S>) => ShellCommand;
  /** The program without which the fact gives its default. */
  readonly requiresCommand?: string | ((args: z.output<S>) => string);
  /** Turns the lines that the command printed into the fact. Pure. */
  readonly process: (lines: string[], args: z.output<S>) => T;
  /** What the fact is where `requiresCommand` is missing. Default: `null`. */
  readonly default?: () => NoInfer<T>;
  /** It cannot change while the host is up (kernel, architecture): it is read once and never waits. Default: `false`. */
  readonly constant?: boolean;
  /**
   * Only what runs on this host changes it, so that it may be read before the other hosts have come as far. What is on a
   * file system that hosts share counts as each one's own. Default: `false`.
   */
  readonly local?: boolean;
  /** What the command prints may hold secrets: errors do not show it. Default: `false`. */
  readonly sensitive?: boolean;
}

/** Something that a host can tell about itself. */
export interface Fact<T, A extends object = Record<never, never>> {
  /** `module.Name`. */
  readonly fullName: string;
  // deno-lint-ignore no-explicit-any
  readonly definition: FactDefinition<any, any>;
  /** Its schema. */
  schema(): z.ZodObject;
  /** The command for arguments, with the guard for `requiresCommand`. */
  command(args: object): ShellCommand;
  /** What the fact is, given what its command printed. @throws {FactError} */
  process(lines: readonly string[], args: object): T;
  /** What the fact is where its program is missing. */
  missing(): T;
  /** Checks arguments. @throws {UsageError} */
  check(args: unknown): object;
  readonly __args?: (args: A) => void;
}

/** The arguments of `host.fact`: none have to be given where all are optional. */
export type FactArguments<A extends object> = Record<never, never> extends A ? [args?: A & FactGlobals]
  : [args: A & FactGlobals];

/** The exit code with which a fact's command says that its program is missing. */
export const MISSING_COMMAND = 198;

/**
 * Defines a fact.
 *
 * @example
 * ```ts
 * import { fact, sh } from "drover";
 * export const Uptime = fact({
 *   module: "example",
 *   name: "Uptime",
 *   command: () => sh`cat /proc/uptime`,
 *   process: ([line = "0"]) => Math.floor(Number(line.split(" ")[0])),
 * });
 * ```
 */
export function fact<T, S extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  definition: FactDefinition<T, S>,
): Fact<T, z.input<S>> {
  const schema = lazily(definition.args);
  const fullName = definition.module === undefined ? definition.name : `${definition.module}.${definition.name}`;
  return {
    fullName,
    definition,
    schema,
    command: (args) => {
      const command = definition.command(args as z.output<S>);
      if (command instanceof ShellCommand) return guarded(command, definition, args as z.output<S>);
      throw new UsageError(`The command of the fact ${fullName} is no command but ${shown(command)}`, {
        hint: "Write it with the sh template: command: () => sh`…`.",
      });
    },
    process: (lines, args) => {
      try {
        return definition.process([...lines], args as z.output<S>);
      } catch (cause) {
        throw new FactError(`Cannot read ${fullName} from what the host printed: ${messageOf(cause)}`, {
          hint: definition.sensitive
            ? "What it printed is not shown, because it may hold secrets."
            : `The first lines were ${JSON.stringify(lines.slice(0, 3).join("\n").slice(0, 200))}.`,
          cause,
        });
      }
    },
    missing: () => definition.default === undefined ? null as T : definition.default(),
    check: (args) => check(schema(), args, fullName),
  };
}

// What a command reads and how it ends is the fact's own business.
const NOT_FOR_FACTS = ["_stdin", "_getPty", "_successExitCodes"];

/**
 * Parts what was passed to a fact into its own arguments and the global ones, and checks both.
 *
 * @throws {UsageError} with the nearest right name
 */
export function checkFactArguments(
  fact: Pick<Fact<unknown, never>, "schema" | "check" | "fullName">,
  passed: object | undefined,
): { readonly args: object; readonly globals: FactGlobals } {
  const names = Object.keys(passed ?? {}).filter((name) => name.startsWith("_"));
  if (names.length === 0) return { args: fact.check(passed ?? {}), globals: {} };
  const known = Object.keys(shellArgumentsShape).filter((name) => !NOT_FOR_FACTS.includes(name));
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new UsageError(`${fact.fullName}: no global argument "${wrong}" of facts${didYouMean(wrong, known)}`);
  }
  const own = Object.keys(passed!).filter((name) => !names.includes(name));
  const { args, globals } = splitArguments(passed as Record<string, unknown>, own, fact.fullName);
  return { args: fact.check(args), globals: globals as FactGlobals };
}

function guarded<S extends z.ZodObject>(
  command: ShellCommand,
  { requiresCommand }: Pick<FactDefinition<unknown, S>, "requiresCommand">,
  args: z.output<S>,
): ShellCommand {
  if (requiresCommand === undefined) return command;
  const program = typeof requiresCommand === "string" ? requiresCommand : requiresCommand(args);
  const probe = sh`command -v ${program} >/dev/null 2>&1 || exit ${raw(String(MISSING_COMMAND))}`;
  return new ShellCommand(join([probe, command], "\n").text, command.globals);
}
