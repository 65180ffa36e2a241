import { type Command, currentContext, type GlobalArguments } from "../api/mod.ts";
import { identityOf } from "../command/mod.ts";
import { Assumptions } from "./assumptions.ts";
import { type Remarks, runBody } from "./body.ts";
import { type InSession, oneGroup } from "./carry_out.ts";
import { conditionsHold } from "./conditions.ts";
import type { FactRequest } from "./fact_request.ts";
import type { Block, Operational } from "./program.ts";
import type { ScriptContext } from "./script_context.ts";

/** An operation that can go out behind the one before it: what it does if all that it rests on is as it was. */
export interface Follower {
  readonly one: Operational;
  /** What it rests on, and what its command has to print for that. */
  readonly reads: readonly { readonly request: FactRequest; readonly text: string }[];
  readonly group: readonly InSession[];
  /** Its condition does not hold. */
  readonly isSkipped: boolean;
  readonly value: unknown;
  readonly remarks: Remarks;
}

/** How followers are found. */
export interface FollowerOptions {
  /** Whether an operation may run without being asked for. */
  readonly mayFollow: (one: Operational) => boolean;
  readonly contextFor: (one: Operational) => ScriptContext;
  /** Up to this many bytes an upload goes into a session. */
  readonly inlineLimit: number;
  readonly signal: AbortSignal;
}

/** More is not sent ahead: it is lost if the assumption does not hold, and a stop takes longer to be heard. */
const MOST_OPERATIONS = 32;
const MOST_BYTES = 256 * 1024;

/** What makes it unknown what comes after an operation, or whether it is to run at all, before there is a reply. */
const UNFORESEEABLE = [
  "_changedIf",
  "_failedIf",
  "_retries",
  "_retryUntil",
  "_ignoreErrors",
  "_runOnce",
  "_serial",
  "_parallel",
  "_getPty",
  "_stdin",
] as const;

/** Whether it is known in advance what follows on an operation that succeeds. */
export function isForeseeable(globals: GlobalArguments): boolean {
  return UNFORESEEABLE.every((name) => globals[name] === undefined || globals[name] === false);
}

/**
 * The operations right after one that can go out behind it: their bodies are run with what facts were when they were last
 * read, or what was said of them, which is compared over there before their commands run.
 *
 * @param remarks what the body of the one said
 */
export async function followersOf(
  one: Operational,
  remarks: Remarks,
  program: Block,
  options: FollowerOptions,
): Promise<Follower[]> {
  const followers: Follower[] = [];
  const assumptions = new Assumptions();
  assumptions.after(one, remarks, true);
  let bytes = 0;
  // A list: bodies take their time, and the program may grow meanwhile.
  for (const next of [...program.inLine()]) {
    if (next === one) continue;
    if (followers.length === MOST_OPERATIONS || bytes > MOST_BYTES || !isLike(next, one, options)) break;
    const follower = await follow(next, assumptions, options);
    if (follower === undefined) break;
    followers.push(follower);
    bytes += follower.group.reduce((sum, { shell }) => sum + shell.text.length, 0);
    const changes = follower.group.length > 0;
    if (changes && next.operation.definition.endsSessions) break;
    assumptions.after(next, follower.remarks, changes);
  }
  const gone = followers.findIndex(({ one }) => one.state !== "declared" || one.block.isDead);
  return gone < 0 ? followers : followers.slice(0, gone);
}

const NO_REMARKS: Remarks = { noop: undefined, diffs: [], warnings: [], predictions: [] };

/** Whether the conditions ask for nothing but what became of operations; a function may see anything. */
function isAboutOperations({ _if }: GlobalArguments): boolean {
  return [_if ?? []].flat().every((condition) => typeof condition === "boolean" || "not" in condition);
}

function isLike(next: Operational, one: Operational, { mayFollow }: FollowerOptions): boolean {
  return next.target === one.target && next.state === "declared" && isForeseeable(next.globals) &&
    isSameUser(next.globals, one.globals) && mayFollow(next);
}

function isSameUser(one: GlobalArguments, other: GlobalArguments): boolean {
  return JSON.stringify(identityOf(one)) === JSON.stringify(identityOf(other));
}

/** One operation; `undefined` where what it does cannot be told without asking the host. */
async function follow(
  one: Operational,
  assumptions: Assumptions,
  { contextFor, inlineLimit, signal }: FollowerOptions,
): Promise<Follower | undefined> {
  const context = contextFor(one);
  context.assumes = (other) => assumptions.answerOf(other);
  const commands: Command[] = [];
  const reads = new Map<string, { readonly request: FactRequest; readonly text: string }>();
  let isCertain = true;
  const answer = async (request: FactRequest) => {
    const assumed = commands.length === 0 ? assumptions.of(request, one) : undefined;
    if (!assumed || (assumed.text !== undefined && !isSameUser(request.shell, one.globals))) {
      isCertain = false;
      throw new Error("not to be told without asking the host");
    }
    if (assumed.text !== undefined) reads.set(request.key, { request, text: assumed.text });
    return await assumed.value;
  };
  try {
    if (!isAboutOperations(one.globals)) return undefined;
    const holds = await currentContext.run(context, () => conditionsHold(one.globals));
    if (holds === false) return { one, reads: [], group: [], value: undefined, remarks: NO_REMARKS, isSkipped: true };
    const { value, remarks } = await currentContext.run(
      context,
      () =>
        runBody(
          one,
          one.globals,
          { phase: "apply", wantsDiff: false, signal, context, answer },
          (command) => void commands.push(command),
        ),
    );
    const group = isCertain ? await oneGroup(commands, one, inlineLimit, signal) : undefined;
    const isOneUser = group?.every(({ shell }) =>
      isForeseeable(shell.globals) && isSameUser({ ...one.globals, ...shell.globals }, one.globals)
    );
    if (!isOneUser) return undefined;
    return { one, reads: [...reads.values()], group: group!, value, remarks, isSkipped: false };
  } catch {
    // Whatever it is, it comes again when it is the operation's turn.
    return undefined;
  }
}
