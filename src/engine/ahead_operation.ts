import type { GroupAhead, SentAhead } from "../session/mod.ts";
import type { CarryOutOptions } from "./carry_out.ts";
import type { Follower } from "./followers.ts";

type OnOutput = CarryOutOptions["onOutput"];

/** The operations that were sent in one write: from the first on that did not run, none counts as done. */
export interface Stream {
  isBroken: boolean;
}

/** An operation whose commands were sent behind those of the one before it. */
export interface AheadOperation {
  readonly stream: Stream;
  readonly follower: Follower;
  readonly sent: SentAhead;
  /** Hands over its output, from the beginning. */
  readonly listen: (onOutput: OnOutput) => void;
}

/** What is sent for a follower; its output is kept until somebody listens. */
export function groupAhead(
  follower: Follower,
  stream: Stream,
  onAhead: (ahead: AheadOperation) => void,
): GroupAhead {
  const early: Parameters<OnOutput>[] = [];
  let listener: OnOutput | undefined;
  return {
    guards: follower.reads.map(({ request: { fact, args, shell }, text }) => ({
      command: fact.command(args),
      args: shell,
      expected: text.replace(/\n+$/, ""),
    })),
    commands: follower.group.map(({ shell }) => shell),
    args: follower.one.globals,
    onOutput: (stream, text) => listener ? listener(stream, text) : void early.push([stream, text]),
    onSent: (sent) =>
      onAhead({
        stream,
        follower,
        sent,
        listen(onOutput) {
          for (const one of early.splice(0)) onOutput(...one);
          listener = onOutput;
        },
      }),
  };
}
