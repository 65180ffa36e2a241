import { UsageError } from "../errors.ts";
import { quote } from "./quote.ts";

declare const secretBrand: unique symbol;

/** A plain string at run time that is registered for masking, so that it fits wherever a string does. */
export type Secret = string & { readonly [secretBrand]: true };

// The one registry of the process: a secret has to be masked by every run that could print it, whoever made it.
const registered = new Set<string>();
let sortedForms: string[] | undefined;
let pattern: RegExp | undefined;

/** What stands for a secret wherever anything is shown or stored. */
export const MASK = "***";

/** Registers a string for masking in all that Drover shows or stores, and gives it back. */
function register(value: string): Secret {
  if (value !== "" && !registered.has(value)) {
    registered.add(value);
    sortedForms = pattern = undefined;
  }
  return value as Secret;
}

/**
 * Makes secrets. `secret(value)` registers a string, the template form a text that contains some.
 *
 * @example
 * ```ts
 * import { mask, secret } from "./secret.ts";
 * const url = secret`postgres://app:${secret("s3cret")}@db/shop`;
 * console.assert(mask(`connecting to ${url}`) === "connecting to ***");
 * ```
 */
export const secret: {
  (value: string): Secret;
  (strings: TemplateStringsArray, ...values: (string | number)[]): Secret;
  /** The value of an environment variable. @throws {UsageError} where it is not set. */
  env(name: string): Secret;
  /** The content of a local file without its final newline. */
  file(path: string | URL): Promise<Secret>;
  /** What a local program prints, without its final newline. @throws {UsageError} where it fails. */
  command(...argv: string[]): Promise<Secret>;
  /** What the user types at a hidden prompt. @throws {UsageError} where there is no terminal. */
  prompt(text: string): Promise<Secret>;
} = Object.assign(
  (value: string | TemplateStringsArray, ...values: (string | number)[]): Secret =>
    register(typeof value === "string" ? value : String.raw({ raw: value }, ...values)),
  { env: fromEnvironment, file: fromFile, command: fromCommand, prompt: fromPrompt },
);

function fromEnvironment(name: string): Secret {
  const value = Deno.env.get(name);
  if (value === undefined) throw new UsageError(`Cannot read the secret from ${name}: the variable is not set`);
  return register(value);
}

async function fromFile(path: string | URL): Promise<Secret> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new UsageError(`Cannot read the secret from the file ${path}: ${cause.message}`, { cause });
  });
  return register(text.replace(/\r?\n$/, ""));
}

async function fromCommand(...argv: string[]): Promise<Secret> {
  const [program, ...args] = argv;
  if (program === undefined) throw new UsageError("Cannot read a secret from a command: no command given");
  const command = new Deno.Command(program, { args, stdin: "null", stderr: "piped" });
  const output = await command.output().catch((cause) => {
    throw new UsageError(`Cannot read the secret from ${program}: ${cause.message}`, { cause });
  });
  if (!output.success) {
    const said = new TextDecoder().decode(output.stderr).trim();
    throw new UsageError(`Cannot read the secret from ${program}: it ended with ${output.code}: ${said}`);
  }
  return register(new TextDecoder().decode(output.stdout).replace(/\r?\n$/, ""));
}

async function fromPrompt(text: string): Promise<Secret> {
  const { promptHidden } = await import("./prompt.ts");
  return register(await promptHidden(text));
}

/** All forms of all registered secrets, longest first. */
function forms(): string[] {
  sortedForms ??= [...new Set([...registered].flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return sortedForms;
}

/** The forms in which a secret turns up: raw, JSON, URL, SQL, each shell-quoted once or twice, base64 at any offset. */
function formsOf(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  const base64 = (lead: number) => {
    const padded = new Uint8Array(lead + bytes.length);
    padded.set(bytes, lead);
    const text = btoa(Array.from(padded, (byte) => String.fromCharCode(byte)).join(""));
    // Only what does not depend on the neighbours: whole groups of 6 bits.
    return text.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + bytes.length) * 8) / 6));
  };
  const plain = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll("%20", "+"),
    value.replaceAll("'", "''"),
    value.replace(/[\\']/g, "$&$&"),
  ];
  const within = (text: string) => quote(` ${text} `).slice(2, -2);
  return [
    quote(value),
    within(quote(value)),
    ...plain.flatMap((form) => [form, within(form), within(within(form))]),
    ...(bytes.length >= 4 ? [base64(0), base64(1), base64(2)] : []),
    ...value.split("\n").map((line) => line.trim()).filter((line) => line.length >= 8),
  ].filter((form) => form !== "" && form !== "''");
}

function masking(): RegExp | undefined {
  if (registered.size === 0) return undefined;
  pattern ??= new RegExp(forms().map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|"), "g");
  return pattern;
}

/** Replaces every registered secret in a text. */
export function mask(text: string): string {
  const expression = masking();
  return expression === undefined ? text : text.replace(expression, MASK);
}

/** Masks every string in a value that will be shown or stored; keys too. */
export function maskDeep<T>(value: T): T {
  if (registered.size === 0) return value;
  if (typeof value === "string") return mask(value) as T;
  if (Array.isArray(value)) return value.map(maskDeep) as T;
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskDeep(item)])) as T;
  }
  return value;
}

/** Whether a text contains a registered secret in any form. */
export function holdsSecret(text: string): boolean {
  return mask(text) !== text;
}

/**
 * Masks a text that arrives in pieces. What could be the beginning of a secret is held back until the next piece or
 * {@linkcode MaskStream.flush} decides.
 */
export class MaskStream {
  #held = "";

  /** The part of the text so far that can be shown. */
  push(piece: string): string {
    if (registered.size === 0) return piece;
    const text = this.#held + piece;
    const longest = forms()[0]!.length;
    let keep = Math.min(text.length, longest - 1);
    while (keep > 0 && !forms().some((form) => form.startsWith(text.slice(text.length - keep)))) keep--;
    const end = this.#endOutsideMatch(text, text.length - keep);
    this.#held = text.slice(end);
    return mask(text.slice(0, end));
  }

  /** What is left at the end. */
  flush(): string {
    const rest = mask(this.#held);
    this.#held = "";
    return rest;
  }

  // A whole secret that reaches over the cut has to stay together.
  #endOutsideMatch(text: string, end: number): number {
    const expression = masking();
    if (expression === undefined) return end;
    for (const match of text.matchAll(expression)) {
      const stop = match.index + match[0].length;
      if (match.index < end && stop > end) return stop;
    }
    return end;
  }
}
