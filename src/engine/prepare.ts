import { type Command, type Context, DIFF_LIMIT, readContent, TextForDiff, type UploadCommand } from "../api/mod.ts";
import { holdsSecret } from "../command/mod.ts";
import { type Answer, UNKNOWN } from "./answer.ts";
import { type FileDiff, readFact, runBody } from "./body.ts";
import { conditionsHold } from "./conditions.ts";
import type { FactRequest } from "./fact_request.ts";
import { Parked } from "./markers.ts";
import type { Operational } from "./program.ts";
import { shownCommand, shownText } from "./shown.ts";

/** What the plan says of one operation on one host. */
export interface Planned {
  /**
   * - `change`: it would change something; `none`: nothing to do; `skipped`: its condition does not hold;
   * - `conditional`: it would change something if its condition holds, which only apply can tell;
   * - `unknown`: it depends on what an earlier operation will make; `error`: it would fail.
   */
  readonly outcome: "change" | "none" | "skipped" | "conditional" | "unknown" | "error";
  /** All that it would do, for people. Secrets are masked. */
  readonly commands: readonly string[];
  readonly diffs: readonly FileDiff[];
  /** Why nothing is to be done, or what is not known. */
  readonly reason: string | undefined;
  readonly warnings: readonly string[];
  readonly error?: unknown;
}

/** How operations are planned. */
export interface PrepareOptions {
  readonly wantsDiff: boolean;
  readonly signal: AbortSignal;
  readonly context: Context;
  /** Called with what the body asks for before its first command. */
  readonly onFact: (request: FactRequest) => void;
}

/** Plans one operation: runs its body against the facts of now, and only records its commands. Never throws. */
export async function prepare(one: Operational, options: PrepareOptions): Promise<Planned> {
  try {
    const holds = await conditionsHold(one.globals);
    if (holds === false) {
      return { outcome: "skipped", commands: [], diffs: [], warnings: [], reason: "its condition does not hold" };
    }
    return await prepareBody(one, options, holds === UNKNOWN);
  } catch (error) {
    const unknown = error instanceof Parked;
    return {
      outcome: unknown ? "unknown" : "error",
      commands: [],
      diffs: [],
      warnings: [],
      reason: unknown ? error.message : undefined,
      ...(unknown ? {} : { error }),
    };
  }
}

async function prepareBody(one: Operational, options: PrepareOptions, conditional: boolean): Promise<Planned> {
  const commands: Command[] = [];
  const { value, remarks } = await runBody(
    one,
    one.globals,
    {
      ...options,
      phase: "plan",
      answer: (request) => {
        if (commands.length === 0) options.onFact(request);
        return one.target.facts.answer(request);
      },
    },
    (command) => void commands.push(command),
  );
  const diffs = options.wantsDiff ? [...remarks.diffs, ...await uploadDiffs(one, commands)] : [];
  values.set(one, value);
  return {
    outcome: commands.length === 0 ? "none" : conditional ? "conditional" : "change",
    commands: commands.map((command) => shownCommand(command, one.globals)),
    diffs: one.globals._sensitive ? [] : diffs.filter((diff) => !holdsSecret(`${diff.before}${diff.after}`)),
    reason: commands.length === 0 ? shownText(remarks.noop, one.globals) : undefined,
    warnings: one.globals._sensitive ? [] : remarks.warnings,
  };
}

// What an operation without commands returns is known in the plan already.
const values = new WeakMap<Operational, unknown>();

/** What the plan can answer about an operation. */
export function plannedAnswer(one: Operational, planned: Planned): Answer {
  switch (planned.outcome) {
    case "none":
    case "skipped":
      return { changed: false, ok: true, stdout: "", stderr: "", value: values.get(one), predicted: one.predicted };
    case "change": {
      const cannotTell = one.globals._changedIf !== undefined;
      return {
        changed: cannotTell ? UNKNOWN : true,
        ok: true,
        stdout: UNKNOWN,
        stderr: UNKNOWN,
        value: UNKNOWN,
        predicted: true,
      };
    }
    default:
      return { changed: UNKNOWN, ok: UNKNOWN, stdout: UNKNOWN, stderr: UNKNOWN, value: UNKNOWN };
  }
}

async function uploadDiffs(one: Operational, commands: readonly Command[]): Promise<FileDiff[]> {
  const uploads = commands.filter((command): command is UploadCommand =>
    command.kind === "upload" && !command.sensitive
  );
  const diffs = await Promise.all(uploads.map((upload) => uploadDiff(one, upload)));
  return diffs.filter((diff) => diff !== undefined);
}

/** How an upload changes a text file; none for files that others may not read, which may hold secrets that we do not know. */
async function uploadDiff(one: Operational, { content, dest, mode }: UploadCommand): Promise<FileDiff | undefined> {
  if (content instanceof URL && content.protocol === "file:") {
    const info = await Deno.stat(content).catch(() => undefined);
    if (info && info.size > DIFF_LIMIT) return undefined;
  }
  const after = textOf(await readContent(content).catch(() => new Uint8Array([0])));
  if (after === undefined || (mode !== undefined && !readableByOthers(mode))) return undefined;
  const before = await readFact(one, TextForDiff, { path: dest }, one.globals);
  if (before.state === "hidden") return undefined;
  return { path: dest, before: before.state === "text" ? before.text : null, after };
}

function readableByOthers(mode: string): boolean {
  return (parseInt(mode, 8) & 0o004) !== 0;
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > DIFF_LIMIT || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
