import { mask, privilege, quote, type ShellArguments, withPrivilege } from "../command/mod.ts";
import { ConnectError } from "../errors.ts";
import { Conversation, type Question } from "./conversation.ts";
import type { Passwords } from "./passwords.ts";
import type { Process, Spawn } from "./process.ts";

/** The argv that runs a program as the user that global arguments name. */
export function identityArgv(args: ShellArguments, program: readonly string[], prompt?: string): string[] {
  const prefix = privilege(args, prompt);
  if (prefix.words.length === 0) return [...program];
  const command = program.map(quote).join(" ");
  // `su -s` wants a path, which only the host's shell can find.
  if (args._suShell) return ["sh", "-c", `exec ${withPrivilege(command, prefix, args)}`];
  return prefix.asOneWord ? [...prefix.words, command] : [...prefix.words, ...program];
}

/** As whom commands run, for people. */
export function describeIdentity(args: ShellArguments): string {
  if (args._suUser) return `${args._suUser} by su`;
  if (args._sudo) return `${args._sudoUser ?? "root"} by sudo`;
  if (args._doas) return `${args._doasUser ?? "root"} by doas`;
  if (args._dzdo) return `${args._dzdoUser ?? "root"} by dzdo`;
  return "the login user";
}

/** What starting a program as another user needs. */
export interface SpawnAsOptions {
  /** What became of passwords on the other hosts. */
  readonly passwords: Passwords;
  /** The name of the host. */
  readonly where: string;
  /** Give it a terminal. Default: `false`. */
  readonly pty?: boolean;
  /** Ends the start. */
  readonly signal?: AbortSignal;
}

/**
 * Starts a program as the user that global arguments name. A password is written only after the prompt asked for it,
 * and nothing else before the program has said hello.
 *
 * @throws {ConnectError} where a password is refused, or the program does not start
 */
export async function spawnAs(
  spawn: Spawn,
  args: ShellArguments,
  program: readonly string[],
  options: SpawnAsOptions,
): Promise<Process> {
  const { signal, pty = false } = options;
  const nonce = crypto.randomUUID();
  const prompt = `drover-${nonce}:`;
  const questions = questionsOf(args, prompt);
  if (questions.length === 0) return await spawn(identityArgv(args, program), { pty, signal });
  const hello = `hello-${nonce}`;
  const greeting = pty ? `echo ${hello}` : `echo ${hello}; echo ${hello} >&2`;
  const greeted = ["sh", "-c", `${greeting}; exec "$@"`, "sh", ...program];
  const asksForSudo = args._sudo && args._sudoPassword !== undefined;
  const process = await spawn(identityArgv(args, greeted, asksForSudo ? prompt : undefined), { pty, signal });
  const conversation = new Conversation(process, hello, pty);
  try {
    await answerAll(conversation, questions, args, options);
  } catch (error) {
    // What asks for a password may belong to root, who gets no signal of ours: the end of the input ends it.
    process.stdin.close().catch(() => {});
    process.kill("TERM");
    throw error;
  }
  return conversation.rest();
}

// What su asks for depends on the language of the host and ends in a colon, with a blank or none after it.
const SU_PROMPT = /(:|\xef\xbc\x9a)[ \t]*$/;

/** The questions that passwords are there for, in the order in which they are asked. */
function questionsOf(args: ShellArguments, prompt: string): Question[] {
  const questions: Question[] = [];
  if (args._sudo && args._sudoPassword !== undefined) {
    const whom = describeIdentity({ ...args, _suUser: undefined });
    questions.push({ prompt: new RegExp(`${prompt}$`), answer: args._sudoPassword, whom, what: "sudo" });
  }
  if (args._suUser && args._suPassword !== undefined) {
    const [whom, what] = [describeIdentity(args), `su to ${args._suUser}`];
    questions.push({ prompt: SU_PROMPT, answer: args._suPassword, whom, what });
  }
  return questions;
}

// What sudo and su say of a wrong password, in English; in other languages the words themselves have to do.
const REFUSED = /authentication|password|incorrect|sorry|denied/i;

/** Answers each question once, until the program has said hello. */
async function answerAll(
  conversation: Conversation,
  questions: readonly Question[],
  args: ShellArguments,
  { passwords, where }: SpawnAsOptions,
): Promise<void> {
  let next = await conversation.next(questions);
  while (typeof next === "object") {
    const question = next;
    const accepted = await passwords.offer(question.answer, question.what, where, async () => {
      await conversation.answer(question.answer);
      next = await conversation.next(questions);
      return next === "ended" ? !REFUSED.test(conversation.said) : next !== question;
    });
    if (!accepted) {
      throw new ConnectError(`The password for ${question.whom} was refused`, {
        hint: "Check the password and what the host's sudoers or PAM allow.",
      });
    }
  }
  if (next === "hello") return;
  if (next === "silent") {
    const asked = conversation.pending;
    throw new ConnectError(
      `Cannot become ${describeIdentity(args)}: it waits for something${asked ? `, and said: ${mask(asked)}` : ""}`,
      { hint: "Drover can answer with a password only; let the host ask for no more than that." },
    );
  }
  const { said } = conversation;
  throw new ConnectError(`Cannot become ${describeIdentity(args)}${said ? `: ${mask(said)}` : ""}`, {
    hint: "Check the password and what the host's sudoers or PAM allow.",
  });
}
