import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";

const args = () =>
  z.object({
    service: word().optional().describe("the one service to ask for (default: all)"),
    svdir: word().default("/var/service").describe("the directory of supervised services; Debian's is `/etc/service`"),
  });

/** What the facts of runit take. */
export interface RunitArguments {
  readonly service?: string;
  readonly svdir?: string;
}

// sv ends with the number of services that do not run, which is no failure to tell it.
const EACH = raw('set -- *; ! test -e "$1" || sv status "$@" || true');
const NAMES = raw('for service in *; do ! test -d "$service" || printf "%s\\n" "$service"; done');

const STATES: Readonly<Record<string, boolean | null>> = {
  run: true,
  down: false,
  finish: null,
  fail: null,
  warning: null,
  timeout: null,
};

/** Whether services of runit run. */
export const RunitStatus: Fact<Record<string, boolean | null>, RunitArguments> = fact({
  module: "runit",
  name: "RunitStatus",
  doc:
    "Whether the services of a supervised directory run; `null` for one whose supervisor does not answer or that is " +
    "just ending. Void Linux and others with runit.",
  args,
  requiresCommand: "sv",
  command: ({ service, svdir }) =>
    service === undefined
      ? sh`cd ${svdir} && export SVDIR=${svdir} && { ${EACH}; }`
      : sh`cd ${svdir} && { SVDIR=${svdir} sv status ${service} || true; }`,
  process: (lines) =>
    Object.fromEntries(
      lines.filter((line) => line.trim() !== "").map((line) => {
        const [, state = "", name] = /^(\w+): (.+?): /.exec(`${line} `) ?? [];
        if (name === undefined || !Object.hasOwn(STATES, state)) {
          throw new Error(`expected the state of a service, found ${JSON.stringify(line)}`);
        }
        return [name, STATES[state]!];
      }),
    ),
  default: () => ({}),
});

/** Which services runit supervises. */
export const RunitManaged: Fact<string[], RunitArguments> = fact({
  module: "runit",
  name: "RunitManaged",
  doc: "Which services are in a supervised directory, whether they run or not. Void Linux and others with runit.",
  args,
  requiresCommand: "sv",
  command: ({ service, svdir }) =>
    service === undefined
      ? sh`cd ${svdir} && { ${NAMES}; }`
      : sh`cd ${svdir} && { ! test -d ${service} || printf "%s\\n" ${service}; }`,
  process: (lines) => lines.filter((line) => line !== "").sort(),
  default: () => [],
});
