import { privilege, quote, type ShellArguments, withPrivilege } from "../command/mod.ts";
import { ConnectError } from "../errors.ts";
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

/** The password of an identity, if it has one. */
function passwordOf(args: ShellArguments): string | undefined {
  return args._sudo ? args._sudoPassword : args._suUser ? args._suPassword : undefined;
}

/** What starting a program as another user needs. */
export interface SpawnAsOptions {
  /** What became of passwords on the other hosts. */
  readonly passwords: Passwords;
  /** The name of the host. */
  readonly where: string;
  /** Ends the start. */
  readonly signal?: AbortSignal;
}

/**
 * Starts a program as the user that global arguments name. A password is written only after the prompt asked for it,
 * and nothing else before the program has said hello.
 *
 * @throws {ConnectError} where the password is refused, or none is asked for and the program does not start
 */
export async function spawnAs(
  spawn: Spawn,
  args: ShellArguments,
  program: readonly string[],
  options: SpawnAsOptions,
): Promise<Process> {
  const { signal } = options;
  const password = passwordOf(args);
  if (password === undefined) return await spawn(identityArgv(args, program), { signal });
  const nonce = crypto.randomUUID();
  const prompt = `drover-${nonce}:`;
  const greeted = ["sh", "-c", `echo hello-${nonce}; exec "$@"`, "sh", ...program];
  const process = await spawn(identityArgv(args, greeted, prompt), { signal });
  const asked = args._sudo ? prompt : "assword: ";
  return await answerPrompt(process, password, asked, `hello-${nonce}\n`, args, options);
}

/** Writes the password when it is asked for, once, and takes the streams over when the program has said hello. */
async function answerPrompt(
  process: Process,
  password: string,
  prompt: string,
  hello: string,
  args: ShellArguments,
  { passwords, where }: SpawnAsOptions,
): Promise<Process> {
  const stdout = new Peeked(process.stdout);
  const stderr = new Peeked(process.stderr);
  const greeted = stdout.until(hello).then((found) => found ? "hello" as const : "ended" as const);
  // su asks on stdout or stderr, as its PAM stack likes.
  const asked = Promise.race([stderr.until(prompt), ...(args._sudo ? [] : [stdout.until(prompt)])]);
  const first = await Promise.race([greeted, asked.then((found) => found ? "asked" as const : greeted)]);
  let answer: "asked" | "hello" | "ended" = first;
  if (first === "asked") {
    const offer = async () => {
      const writer = process.stdin.getWriter();
      await writer.write(new TextEncoder().encode(`${password}\n`));
      writer.releaseLock();
      answer = await Promise.race([greeted, stderr.until(prompt).then((again) => again ? "asked" as const : greeted)]);
      return answer === "hello";
    };
    try {
      await passwords.offer(password, args._sudo ? "sudo" : `su to ${args._suUser}`, where, offer);
    } catch (error) {
      process.kill("TERM");
      throw error;
    }
  }
  if (answer === "hello") {
    return {
      ...process,
      stdout: stdout.rest(),
      stderr: stderr.rest(),
      kill: (signal) => process.kill(signal),
    };
  }
  process.kill("TERM");
  const said = stderr.text.replaceAll(prompt, "").trim();
  throw new ConnectError(
    first === "asked"
      ? `The password for ${describeIdentity(args)} was refused`
      : `Cannot become ${describeIdentity(args)}${said ? `: ${said}` : ""}`,
    { hint: "Check the password and what the host's sudoers or PAM allow." },
  );
}

/** Reads a stream up to a text, and gives what follows as a stream. */
class Peeked {
  text = "";
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #from = 0;
  #pending: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  #rest: Uint8Array[] = [];

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** Whether the text comes (again) before the stream ends. */
  async until(wanted: string): Promise<boolean> {
    while (true) {
      const at = this.text.indexOf(wanted, this.#from);
      if (at >= 0) {
        this.#from = at + wanted.length;
        return true;
      }
      this.#pending ??= this.#reader.read();
      const pending = this.#pending;
      const { done, value } = await pending;
      if (this.#pending === pending) {
        this.#pending = undefined;
        if (value) this.text += new TextDecoder("latin1").decode(value);
      }
      if (done) return false;
    }
  }

  /** What follows the last text that was waited for. */
  rest(): ReadableStream<Uint8Array> {
    const left = Uint8Array.from(this.text.slice(this.#from), (character) => character.charCodeAt(0));
    if (left.length) this.#rest.push(left);
    return new ReadableStream({
      pull: async (controller) => {
        const early = this.#rest.shift();
        if (early) return controller.enqueue(early);
        const { done, value } = await (this.#pending ?? this.#reader.read());
        this.#pending = undefined;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => this.#reader.cancel(reason),
    });
  }
}
