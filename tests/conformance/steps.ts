import { fileURLToPath } from "node:url";
import type { Command, Content } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import { camel } from "./names.ts";
import { ACTIVE, show, splitAnd, type Token, tokenize } from "./tokens.ts";

/** A command of either side, in a form in which both can be compared. */
export type Step =
  | { readonly kind: "shell"; readonly tokens: readonly Token[]; readonly globals: Readonly<Record<string, unknown>> }
  | { readonly kind: "upload"; readonly content: string; readonly dest: string } & Ownership
  | { readonly kind: "download"; readonly src: string; readonly dest: string }
  | { readonly kind: "function"; readonly label: string }
  | { readonly kind: "rsync"; readonly src: string; readonly dest: string; readonly flags: string };

interface Ownership {
  readonly user?: string;
  readonly group?: string;
  readonly mode?: string;
}

/** What a case expects: owner and mode that are set after an upload belong to the upload. */
export function expectedSteps(commands: readonly Json[]): Step[] {
  const steps: Step[] = [];
  for (const step of commands.map(expectedStep)) {
    const last = steps.at(-1);
    const ownership = last?.kind === "upload" && step.kind === "shell"
      ? ownershipOf(step.tokens, last.dest)
      : undefined;
    if (last?.kind === "upload" && ownership) steps[steps.length - 1] = { ...last, ...ownership };
    else steps.push(step);
  }
  return steps;
}

function expectedStep(command: Json): Step {
  if (typeof command === "string") return shell(command);
  if (Array.isArray(command)) {
    const [head, second, third] = command;
    if (head === "upload") return { kind: "upload", content: String(second), dest: String(third) };
    if (head === "download") return { kind: "download", src: String(second), dest: String(third) };
    // A masked command: the raw text is the first.
    if (command.length === 2 && typeof second === "string") return shell(String(head));
    if (head !== "rsync") return { kind: "function", label: String(head) };
    return { kind: "rsync", src: String(second), dest: String(third), flags: command.slice(3).flat().join(" ") };
  }
  const { command: text, ...globals } = command as { [key: string]: Json };
  return shell(String(text), globals);
}

/** What the operation made. Files of the case are shown from the temporary folder that they are in. */
export function foundSteps(commands: readonly Command[], folder: string): Step[] {
  return commands.map((command): Step => {
    switch (command.kind) {
      case "shell":
        return shell(command.text.replaceAll(folder, ""), command.globals as Record<string, unknown>);
      case "upload":
        return {
          kind: "upload",
          content: contentOf(command.content, folder),
          dest: command.dest,
          user: command.user,
          group: command.group,
          mode: command.mode,
        };
      case "download":
        return { kind: "download", src: command.src, dest: fileURLToPath(command.dest).replace(folder, "") };
      case "function":
        return { kind: "function", label: command.label };
      case "rsync":
        return {
          kind: "rsync",
          src: command.src.replace(folder, ""),
          dest: command.dest,
          flags: command.flags.join(" "),
        };
    }
  });
}

function contentOf(content: Content, folder: string): string {
  if (content instanceof URL) {
    return content.protocol === "file:" ? fileURLToPath(content).replace(folder, "") : content.href;
  }
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

function shell(text: string, globals: Record<string, unknown> = {}): Step {
  const named = Object.entries(globals).map(([name, value]) => [`_${camel(name.replace(/^_/, ""))}`, value]);
  return { kind: "shell", tokens: tokenize(text), globals: Object.fromEntries(named) };
}

/** Owner and mode, where a command gives them to just this path. */
function ownershipOf(tokens: readonly Token[], path: string): Ownership | undefined {
  const [program, value, target, ...rest] = tokens.map((token) => token.text);
  if (value === undefined || target !== path || rest.length > 0) return undefined;
  if (program === "chmod") return { mode: value };
  if (program === "chgrp") return { group: value };
  if (program !== "chown") return undefined;
  const [user, group] = value.split(":");
  return { ...(user ? { user } : {}), ...(group ? { group } : {}) };
}

/**
 * Steps with uploads that follow each other sorted by where they go: they do not depend on each other, and pyinfra makes
 * them in the order in which the file system happens to list the files.
 */
function withSortedUploads(steps: readonly Step[]): Step[] {
  const sorted = [...steps];
  for (let first = 0; first < sorted.length; first++) {
    const uploads: (Step & { kind: "upload" })[] = [];
    for (let at = first, step = sorted[at]; step?.kind === "upload"; step = sorted[++at]) uploads.push(step);
    const hasTwice = new Set(uploads.map(({ dest }) => dest)).size < uploads.length;
    if (!hasTwice) sorted.splice(first, uploads.length, ...uploads.sort((a, b) => a.dest < b.dest ? -1 : 1));
    first += uploads.length;
  }
  return sorted;
}

/** Whether two commands do the same. `a-timestamp`, `_tempfile_` and `***` of the expected side stand for what they name. */
export function sameStep(expected: Step, found: Step): boolean {
  if (expected.kind === "shell" && found.kind === "shell") {
    return sameTokens(expected.tokens, found.tokens) &&
      JSON.stringify(expected.globals) === JSON.stringify(found.globals);
  }
  if (expected.kind === "function" && found.kind === "function") return true;
  if (expected.kind !== found.kind) return false;
  const names = ["content", "src", "dest", "flags", "user", "group", "mode"] as const;
  return names.every((name) => sameText((expected as Texts)[name], (found as Texts)[name]));
}

type Texts = { readonly [name in "content" | "src" | "dest" | "flags" | "user" | "group" | "mode"]?: string };

function sameText(expected: string | undefined, found: string | undefined): boolean {
  return expected === found ||
    (expected !== undefined && found !== undefined && pattern(expected)?.test(found) === true);
}

/** Whether two token lists are the same, wildcards in the expected one considered. */
export function sameTokens(expected: readonly Token[], found: readonly Token[]): boolean {
  if (expected.length !== found.length) return false;
  return expected.every((token, index) =>
    token.kind === found[index]!.kind && sameText(token.text, found[index]!.text)
  );
}

const WILDCARDS: Readonly<Record<string, string>> = {
  "a-timestamp": "(?:[0-9TZ:._-]{8,}|\\u0001\\$\\(date[^)]*\\))",
  "_tempfile_": "[^ ]+",
  "***": ".+",
};

function pattern(expected: string): RegExp | undefined {
  // Unquoted stars are marked as active by the tokenizer.
  const parts = expected.replaceAll(`${ACTIVE}*`, "*").split(/(a-timestamp|_tempfile_|\*\*\*)/);
  if (parts.length === 1) return undefined;
  return new RegExp(
    `^${parts.map((part) => WILDCARDS[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("")}$`,
    "s",
  );
}

/** Steps as lines for people. */
export function showSteps(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.kind !== "shell") return JSON.stringify(step);
    return show(step.tokens) + (Object.keys(step.globals).length > 0 ? ` ${JSON.stringify(step.globals)}` : "");
  });
}

/** Whether two lists of commands do the same, in the same order but for uploads that do not depend on each other. */
export function sameSteps(expected: readonly Step[], found: readonly Step[]): boolean {
  if (expected.length !== found.length) return false;
  const sorted = withSortedUploads(found);
  return withSortedUploads(expected).every((step, index) => sameStep(step, sorted[index]!));
}

/** Every command that is joined by `&&` as one of its own. */
export function separate(steps: readonly Step[]): Step[] {
  return steps.flatMap((step): Step[] =>
    step.kind === "shell" ? splitAnd(step.tokens).map((tokens) => ({ ...step, tokens })) : [step]
  );
}

/** The step with other tokens, where it has some. */
export function withTokens(step: Step, change: (tokens: readonly Token[]) => readonly Token[]): Step {
  return step.kind === "shell" ? { ...step, tokens: change(step.tokens) } : step;
}
