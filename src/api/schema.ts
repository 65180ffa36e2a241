import * as z from "zod";
import { mask } from "../command/mod.ts";
import { didYouMean, type DroverErrorOptions, UsageError } from "../errors.ts";

/** A schema, or a function that builds it when it is first needed. */
export type Lazy<S> = S | (() => S);

/** Builds a lazy schema once. */
export function lazily<S extends z.ZodObject>(schema: Lazy<S> | undefined): () => S {
  let built: S | undefined;
  return () =>
    built ??= (typeof schema === "function" ? schema() : schema ?? z.object({}) as unknown as S)
      .strict() as unknown as S;
}

/** What a caller passes for a lazy schema. */
export type Arguments<S extends () => z.ZodObject> = z.input<ReturnType<S>>;

/**
 * Checks arguments against a schema.
 *
 * @param what names the thing whose arguments these are, for the error: `files.put`.
 * @throws {UsageError} that names the argument, what was expected and the nearest right name.
 */
export function check<S extends z.ZodObject>(
  schema: S,
  args: unknown,
  what: string,
  options: DroverErrorOptions = {},
): z.output<S> {
  const result = schema.safeParse(args ?? {});
  if (result.success) return result.data;
  const { issues } = result.error;
  throw new UsageError(`${what}: ${explainIssues(issues, args, schema)}`, { hint: listHint(issues, args), ...options });
}

/** How a list is written, where a text was given for one. */
function listHint(issues: readonly z.core.$ZodIssue[], input: unknown): string | undefined {
  for (const issue of issues) {
    const [name] = issue.path;
    if (issue.code !== "invalid_type" || issue.expected !== "array" || issue.path.length !== 1) continue;
    const given = (input as Record<PropertyKey, unknown>)[name!];
    // Half a secret would not be recognised as one.
    if (typeof given !== "string" || mask(given) !== given) continue;
    const list = JSON.stringify(given.replace(/^\[(.*)\]$/s, "$1").split(",").map((item) => item.trim()));
    return `A list is ${String(name)}: ${list} in a script, and ${String(name)}='${list}' on the command line.`;
  }
}

/** All issues of a failed check as one sentence. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], input: unknown, schema: z.ZodObject): string {
  return issues.map((issue) => explain(issue, input, schema)).join("; ");
}

function explain(issue: z.core.$ZodIssue, input: unknown, schema: z.ZodObject): string {
  const known = Object.keys(schema.shape);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      `no argument "${key}"${didYouMean(key, known) || `; the arguments are ${known.join(", ") || "none"}`}`
    ).join("; ");
  }
  const path = issue.path.map(String).join(".");
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], input);
  if (found === undefined && issue.path.length === 1) return `argument "${path}" is missing`;
  const isUnquoted = issue.code === "invalid_type" && issue.expected === "string" && typeof found === "number";
  return `argument "${path}": ${expectation(issue)}, found ${shown(found)}${isUnquoted ? "; put it in quotes" : ""}`;
}

/** What an issue of a failed check says was expected. */
export function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${issue.expected}`;
    case "invalid_value":
      return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_union":
      return `expected ${
        [...new Set(issue.errors.flat().map((error) => expectation(error).replace(/^expected /, "")))].join(" or ")
      }`;
    case "invalid_format":
      return `expected ${issue.message.replace(/^Invalid string: must match pattern/, "text that matches")}`;
    case "custom":
      return `expected ${issue.message.replace(/^Invalid input: expected /, "")}`;
    default:
      return issue.message.replace(/^(Too \w+|Invalid \w+): /, "").replace(/^\w/, (letter) => letter.toLowerCase());
  }
}

/** A value for a message: masked, and cut if it is long. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  // Masked before it is cut: no sink would recognise half a secret.
  const text = mask(textOf(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

// What JSON cannot hold (big integers, cycles) has a text of its own.
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
