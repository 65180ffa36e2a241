import type { ShellCommand } from "../api/mod.ts";
import type { GroupAhead, SentAhead } from "../session/mod.ts";
import type { CarryOutOptions } from "./carry_out.ts";
import { byCommand } from "./fact_request.ts";
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
  const { reads } = follower;
  const guards = distinct(reads);
  let listener: OnOutput | undefined;
  return {
    guards: guards.map(({ command, answers: [first] }) => ({
      command,
      args: first!.request.shell,
      expected: first!.text.replace(/\n+$/, ""),
    })),
    commands: follower.group.map(({ shell }) => shell),
    args: follower.one.globals,
    onOutput: (stream, text) => listener ? listener(stream, text) : void early.push([stream, text]),
    onSent: (sent) => {
      const found = sent.guards.then((all) =>
        reads.map((read) => all[guards.findIndex(({ answers }) => answers.includes(read))]!)
      );
      found.catch(() => {});
      onAhead({
        stream,
        follower,
        sent: { ...sent, guards: found },
        listen(onOutput) {
          for (const one of early.splice(0)) onOutput(...one);
          listener = onOutput;
        },
      });
    },
  };
}

type Read = Follower["reads"][number];

/** What is read once: commands, and all that rest on their printing the same. */
function distinct(reads: readonly Read[]): { readonly command: ShellCommand; readonly answers: readonly Read[] }[] {
  return byCommand(reads.map((read) => ({ ...read.request, read }))).flatMap(({ command, requests }) => {
    const answers = requests.map(({ read }) => read);
    return [...Map.groupBy(answers, ({ text }) => text).values()].map((answers) => ({ command, answers }));
  });
}
