/**
 * The `ssh` process that holds the connection.
 *
 * @module
 */
import { join } from "node:path";
import { Log, type Question } from "./log.ts";

/** Runs `ssh`, hands answers to our askpass program, and ends `ssh` when we are gone. The first word is a fifo. */
const KEEPER = `
answers=$1
shift
mkfifo -m 600 "$answers" || exit
exec 3<&0
"$@" </dev/null 3<&- &
ssh=$!
{
  while IFS= read -r answer <&3; do printf '%s\\n' "$answer" >"$answers"; done
  kill "$ssh"
} >/dev/null 2>&1 &
exec 3<&-
wait "$ssh"
`;

/** Puts the question on the stderr of `ssh`, where we read it, and waits for the answer: never in an argument or a file. */
const ASKPASS = `#!/bin/sh
printf '\\036%s %s %s\\036' "$DROVER_ASKPASS" "\${SSH_ASKPASS_PROMPT:-secret}" "$1" >&2
[ "$SSH_ASKPASS_PROMPT" = none ] && exit 0
IFS= read -r answer <"\${0%/*}/answers" && printf '%s\\n' "$answer"
`;

/** How a master is started. */
export interface MasterOptions {
  /** A private folder, for the socket too. */
  readonly folder: string;
  /** The arguments of `ssh`. */
  readonly words: readonly string[];
  /** The socket of the agent. */
  readonly agent: string | undefined;
  /** Answers a question; rejects to give up. */
  answer(question: Question, log: Log): Promise<string>;
}

/** A running master. */
export interface Master {
  readonly log: Log;
  /** Settles when it is logged in; rejects when a question was not answered. */
  readonly ready: Promise<void>;
  /** Settles when it has ended and all that it wrote is read. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** How long it may take to end by itself, in milliseconds. */
const FAREWELL = 1000;

/** Starts `ssh`. */
export async function startMaster({ folder, words, agent, answer }: MasterOptions): Promise<Master> {
  const askpass = join(folder, "askpass");
  await Deno.writeTextFile(askpass, ASKPASS, { mode: 0o700 });
  const nonce = crypto.randomUUID();
  const child = new Deno.Command("sh", {
    args: ["-c", KEEPER, "sh", join(folder, "answers"), "ssh", ...words],
    env: {
      LC_ALL: "C",
      SSH_ASKPASS: askpass,
      SSH_ASKPASS_REQUIRE: "force",
      // Before OpenSSH 8.4 the program is used where there is a display and no terminal.
      DISPLAY: Deno.env.get("DISPLAY") ?? ":0",
      DROVER_ASKPASS: nonce,
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  const stdin = child.stdin.getWriter();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => {});
  const onQuestion = (question: Question) => {
    if (question.kind === "none") return void answer(question, log).catch(() => {});
    answer(question, log)
      .then((text) => stdin.write(new TextEncoder().encode(`${text.replaceAll("\n", "")}\n`)))
      .catch(reject);
  };
  const log: Log = new Log({ nonce, agent, onQuestion });
  let isOver = false;
  const ended = Promise.all([
    read(child.stdout, () => resolve()),
    read(child.stderr, (text) => log.push(text)),
    child.status,
  ])
    .then(async () => {
      isOver = true;
      log.push("\n");
      await stdin.close().catch(() => {});
    });
  const stop = async () => {
    const signal = (name: Deno.Signal) => {
      // A group that is gone may have left its number to somebody else.
      if (!isOver) Deno.kill(-child.pid, name);
    };
    await stdin.close().catch(() => {});
    signal("SIGTERM");
    const timer = setTimeout(() => signal("SIGKILL"), FAREWELL);
    await ended;
    clearTimeout(timer);
  };
  return { log, ready, ended, stop };
}

async function read(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  for await (const text of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    take(text);
  }
}
