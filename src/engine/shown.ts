import { type Command, describe, type GlobalArguments } from "../api/mod.ts";
import { mask } from "../command/mod.ts";

/** A command for people, secrets masked. Of a sensitive operation nothing that could hold its content. */
export function shownCommand(command: Command, { _sensitive }: GlobalArguments): string {
  if (_sensitive && command.kind === "shell") return "a command that is not shown, as the operation is sensitive";
  return mask(describe(command));
}

/** What an operation says, secrets masked; nothing where it is sensitive. */
export function shownText(text: string | undefined, { _sensitive }: GlobalArguments): string | undefined {
  return _sensitive || text === undefined ? undefined : mask(text);
}
