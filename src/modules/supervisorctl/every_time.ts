import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { reporting, supervisorctl, type SupervisordTarget, target } from "./control.ts";

const SYSTEMS = "every time. Any system with supervisor.";
const plainArguments = () => z.object(target());
const processArguments = () => z.object({ process: word().describe("the process, or `all`"), ...target() });
const nameArguments = () =>
  z.object({ name: word().describe("the program or group, as the settings call it"), ...target() });

/** An operation that gives supervisord some words, every time. */
function every<S extends z.ZodObject>(
  name: string,
  doc: string,
  args: () => S,
  words: (args: z.output<S>) => readonly string[],
): Operation<z.input<S>> {
  return operation(
    { module: "supervisorctl", name, doc: `${doc}, ${SYSTEMS}`, args, alwaysChanges: true },
    async function* (passed) {
      yield reporting(supervisorctl(passed as SupervisordTarget, words(passed)), 0);
    },
  );
}

/** Has supervisord read its settings. */
export const reread: Operation<Arguments<typeof plainArguments>> = every(
  "reread",
  "Has supervisord read its settings, without changing what runs",
  plainArguments,
  () => ["reread"],
);

const updateArguments = () =>
  z.object({ groups: arg.list().optional().describe("the programs or groups (default: all)"), ...target() });

/** Has supervisord read its settings and bring what runs in line with them. */
export const update: Operation<Arguments<typeof updateArguments>> = every(
  "update",
  "Has supervisord read its settings, and adds, removes and restarts what has changed in them",
  updateArguments,
  ({ groups = [] }) => ["update", ...groups],
);

/** Restarts supervisord. */
export const reload: Operation<Arguments<typeof plainArguments>> = every(
  "reload",
  "Restarts supervisord with all its processes",
  plainArguments,
  () => ["reload"],
);

/** Has supervisord take up a program. */
export const add: Operation<Arguments<typeof nameArguments>> = every(
  "add",
  "Has supervisord take up a program or group of its settings",
  nameArguments,
  ({ name }) => ["add", name],
);

/** Has supervisord give up a program. */
export const remove: Operation<Arguments<typeof nameArguments>> = every(
  "remove",
  "Has supervisord give up a program or group that does not run",
  nameArguments,
  ({ name }) => ["remove", name],
);

/** Empties the logs of a process. */
export const clear: Operation<Arguments<typeof processArguments>> = every(
  "clear",
  "Empties the logs of a process of supervisord",
  processArguments,
  ({ process }) => ["clear", process],
);

const signalArguments = () =>
  z.object({
    signal: z.string().regex(/^[A-Z0-9]+$/i, "the name or number of a signal").describe("the signal, as `HUP`"),
    process: word().describe("the process, or `all`"),
    ...target(),
  });

/** Sends a signal to a process of supervisord. */
export const signal: Operation<Arguments<typeof signalArguments>> = every(
  "signal",
  "Sends a signal to a process of supervisord",
  signalArguments,
  ({ signal, process }) => ["signal", signal, process],
);
