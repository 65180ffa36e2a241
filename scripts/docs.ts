/** Writes docs/reference.md and docs/facts.md from the definitions. `--check` only compares. */
import * as modules from "../src/modules/mod.ts";
import type { AnyOperation, Fact, z } from "../src/api/mod.ts";

type Entry = AnyOperation | Fact<unknown, never>;

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

All ${facts.length} facts, made by \`deno task docs\` from the definitions. On the command line:
\`drover HOSTS fact files.File path=/etc/hosts\`, and \`drover HOSTS facts all\` for all that need no arguments. In a script:
\`await host.fact(files.File, { path: "/etc/hosts" })\`. See [reference.md](reference.md) for the arguments.

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
  return `| \`${fullName}\` | ${args.join(" ")} | ${
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
