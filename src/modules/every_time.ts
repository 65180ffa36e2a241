import { type Operation, operation, type ShellCommand, z } from "../api/mod.ts";

/** What an operation of {@linkcode everyTime} says of itself. */
interface EveryTime {
  readonly module: string;
  readonly name: string;
  readonly doc: string;
  readonly invalidates?: readonly string[];
  readonly leavesNothing?: boolean;
  readonly command: () => ShellCommand;
}

/** An operation without arguments that runs one command, every time. */
export function everyTime({ command, ...definition }: EveryTime): Operation<Record<never, never>> {
  return operation({ ...definition, args: () => z.object({}), alwaysChanges: true }, async function* () {
    yield command();
  });
}
