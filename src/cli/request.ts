import { UsageError } from "../errors.ts";
import { parseNamedExport } from "./named_export.ts";
import type { CommandLine } from "./options.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "deploy"; readonly inventory: string; readonly scripts: readonly string[] }
  | {
    readonly kind: "operation";
    readonly inventory: string;
    readonly operation: string;
    readonly words: readonly string[];
  }
  | { readonly kind: "facts"; readonly inventory: string; readonly words: readonly string[] }
  | { readonly kind: "fact"; readonly inventory: string; readonly words: readonly string[] }
  | { readonly kind: "exec"; readonly inventory: string; readonly words: readonly string[] }
  | { readonly kind: "debug-inventory"; readonly inventory: string };

// A word with a slash may be a name of an import map.
const SCRIPT =
  /\.(ts|mts|js|mjs|tsx|jsx)(#.*)?$|^(https?|file|jsr|npm):|^@?[\w.-]+\/(?!\S*\.(py|sh|rb|pl|ya?ml|json)$)\S+$/;

/** Whether a command line is about results of earlier runs, and not about a host called `results`. */
export function isResultsCommand({ operands: [first, verb], rest }: CommandLine): boolean {
  if (first !== "results" || rest !== undefined) return false;
  return verb === undefined || /^\w+$/.test(verb) && !["exec", "fact", "facts"].includes(verb);
}

/** Tells from its operands what a command line asks for. @throws {UsageError} */
export function toRequest({ operands, rest }: CommandLine): Request {
  const [inventory, first, ...others] = operands;
  if (inventory === undefined) {
    throw new UsageError("No inventory and nothing to do", { hint: "drover --help shows how to call it." });
  }
  if ((inventory === "init" || inventory === "upgrade") && first === undefined) {
    throw new UsageError(`${inventory} has to stand first`, { hint: `To call it: drover ${inventory} …` });
  }
  if (first === undefined) {
    if (rest?.length) {
      throw new UsageError("No command in front of --", {
        hint: `To run a command: drover ${inventory} exec -- ${rest.join(" ")}`,
      });
    }
    throw new UsageError(`Nothing to do for the inventory "${inventory}"`, {
      hint: "Name a script, an operation (files.file path=/tmp/x), fact, exec or debug-inventory.",
    });
  }
  if (first === "exec") {
    const words = [...others, ...rest ?? []];
    if (words.length === 0) {
      throw new UsageError("exec needs a command", { hint: `drover ${inventory} exec -- uptime` });
    }
    return { kind: "exec", inventory, words };
  }
  if (rest !== undefined) {
    throw new UsageError("-- belongs to exec only", { hint: `drover ${inventory} exec -- COMMAND` });
  }
  if (first === "fact") {
    if (others.length === 0) {
      throw new UsageError("fact needs the name of a fact", { hint: `drover ${inventory} fact server.LinuxName` });
    }
    return { kind: "fact", inventory, words: others };
  }
  if (first === "facts") {
    if (others.length === 0) {
      throw new UsageError("facts needs all, or names of modules or facts", { hint: `drover ${inventory} facts all` });
    }
    return { kind: "facts", inventory, words: others };
  }
  if (first === "debug-inventory") return { kind: "debug-inventory", inventory };
  if (parseNamedExport(first)) return { kind: "operation", inventory, operation: first, words: others };
  if (first.endsWith("#")) {
    throw new UsageError(`${first} names nothing after #`, {
      hint: "An operation of a module is named SPECIFIER#EXPORT, as ./my_operations.ts#motd.",
    });
  }
  if (SCRIPT.test(first)) {
    const wrong = others.find((word) => !SCRIPT.test(word) || parseNamedExport(word));
    if (wrong !== undefined) {
      throw new UsageError(`Expected only scripts after ${first}, found "${wrong}"`, {
        hint: "Data for scripts are given by --data KEY=VALUE.",
      });
    }
    return { kind: "deploy", inventory, scripts: [first, ...others] };
  }
  if (/\.(py|sh|rb|pl|yml|yaml|json)$/.test(first)) {
    throw new UsageError(`Cannot run ${first}: deploy scripts are TypeScript or JavaScript`, {
      hint: "server.script runs a shell script on the hosts.",
    });
  }
  if (/^[A-Za-z]\w*\.\w+$/.test(first)) return { kind: "operation", inventory, operation: first, words: others };
  throw new UsageError(`"${first}" is no script, no operation and no command`, {
    hint: "Name a script (deploy.ts), an operation (files.file path=/tmp/x, ./my_operations.ts#motd), fact, exec or " +
      "debug-inventory.",
  });
}
