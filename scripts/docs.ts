/** Writes docs/reference.md and docs/facts.md from the definitions. `--check` only compares. */
import * as modules from "../src/modules/mod.ts";
import type { AnyOperation, Fact, z } from "../src/api/mod.ts";
import { EXAMPLES, RECORDED } from "../tests/facts/recorded/mod.ts";
import { processFact } from "../src/testing/mod.ts";
import { exampleOf } from "./docs_examples.ts";

type Entry = AnyOperation | Fact<unknown, never>;

/** What facts have been on some system. */
const ANSWERS = [
  ...RECORDED,
  ...EXAMPLES.map((example) => ({ ...example, value: processFact(example.fact, example.output, example.args ?? {}) })),
];

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "inner" in value;
}

function isFact(value: unknown): value is Fact<unknown, never> {
  return typeof value === "object" && value !== null && "process" in value && "fullName" in value;
}

function section(name: string, namespace: Readonly<Record<string, unknown>>): string {
  const entries = Object.values(namespace);
  return [
    `## ${name}`,
    ...entries.filter(isOperation).map((entry) => item(entry, "operation")),
    ...entries.filter(isFact).map((entry) => item(entry, "fact")),
  ].join("\n\n");
}

function item(entry: Entry, kind: string): string {
  const { doc, alwaysChanges } = entry.definition as { doc?: string; alwaysChanges?: boolean };
  const rows = Object.entries(entry.schema().shape).map(([name, type]) => argument(name, type as z.ZodType));
  return [
    `### ${entry.fullName}`,
    `${kind === "fact" ? "Fact. " : ""}${doc ?? ""}${alwaysChanges ? " Runs every time." : ""}`.trim(),
    ...(rows.length ? [`| argument | default | meaning |\n| --- | --- | --- |\n${rows.join("\n")}`] : []),
    ...(isFact(entry) ? [exampleOf(entry, ANSWERS)] : []),
  ].join("\n\n");
}

function argument(name: string, type: z.ZodType): string {
  const { def } = type._zod as unknown as { readonly def: { readonly type: string; readonly defaultValue?: unknown } };
  const fallback = def.type === "default"
    ? `\`${JSON.stringify(def.defaultValue)}\``
    : def.type === "optional"
    ? ""
    : "required";
  const meaning = (type.description ?? describeInner(type) ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
  return `| \`${name}\` | ${fallback.replaceAll("|", "\\|")} | ${meaning} |`;
}

function describeInner(type: z.ZodType): string | undefined {
  const inner = (type._zod.def as unknown as { readonly innerType?: z.ZodType }).innerType;
  return inner && (inner.description ?? describeInner(inner));
}

const reference = `# Reference

Made by \`deno task docs\` from the definitions. Arguments that start with \`_\` and \`name\` work for every operation.

${Object.entries(modules).map(([name, namespace]) => section(name, namespace)).join("\n\n")}
`;

const facts = Object.values(modules).flatMap((namespace) =>
  Object.values(namespace as Record<string, unknown>).filter(isFact)
);
const factTable = `# Facts

All ${facts.length} facts, made by \`deno task docs\` from the definitions; each has an example in [reference.md](reference.md).

- On the command line: \`drover HOSTS fact files.File path=/etc/hosts\`, and more facts behind it. A list is written as JSON:
  \`drover HOSTS fact server.Sysctl keys='["kernel.hostname"]'\`.
- In a script: \`await host.fact(files.File, { path: "/etc/hosts" })\`.
- For an inventory database: \`drover HOSTS facts all\`, or \`facts server hardware.Cpus\`, gives one object for each host with
  \`facts\` (all that need no arguments and hold no secrets), \`errors\` (what could not be read, and why) and, where the host
  could not be reached, \`error\`.
- \`--fact-cache 600\` takes what earlier runs have read in the last ten minutes. What Drover changes is read again, what
  others change is not.
- Where the program that a fact needs is missing, the fact gives its default: \`null\`, or nothing in it. A line that it does
  not know is an error that quotes the line.

| fact | arguments | gives | needs |
| --- | --- | --- | --- |
${facts.map(row).join("\n")}
`;

function row({ fullName, definition, schema }: Fact<unknown, never>): string {
  const args = Object.entries(schema().shape).map(([name, type]) =>
    `\`${name}${(type as z.ZodType).safeParse(undefined).success ? "?" : ""}\``
  );
  const { requiresCommand } = definition;
  const needs = typeof requiresCommand === "string"
    ? `\`${requiresCommand}\``
    : requiresCommand === undefined
    ? ""
    : "a program";
  const anchor = fullName.toLowerCase().replaceAll(".", "");
  return `| [\`${fullName}\`](reference.md#${anchor}) | ${args.join(" ")} | ${
    (definition.doc ?? "").replaceAll("|", "\\|").replaceAll("\n", " ")
  } | ${needs} |`;
}

const pages = { "reference.md": reference, "facts.md": factTable };
for (const [name, text] of Object.entries(pages)) {
  const path = new URL(`../docs/${name}`, import.meta.url);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, text);
  else if (await Deno.readTextFile(path).catch(() => "") !== text) {
    console.error(`docs/${name} is not up to date: run deno task docs`);
    Deno.exit(1);
  }
}
