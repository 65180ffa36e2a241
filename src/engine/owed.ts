import { createHash } from "node:crypto";
import { type Fact, fact, sh, type ShellCommand, ShellCommand as Shell } from "../api/mod.ts";

/** A handler that a run owes a host: it was notified and has not run yet. */
export interface OwedHandler {
  /** The address of the script. */
  readonly script: string;
  /** The handler's name. */
  readonly handler: string;
}

const FOLDER = '"${XDG_STATE_HOME:-$HOME/.local/state}"/drover/owed';

/** What is owed on a host, by whatever script; in the state folder of the login user. */
export const OwedHandlers: Fact<OwedHandler[]> = fact({
  name: "OwedHandlers",
  command: () => new Shell(`cat ${FOLDER}/*.json 2>/dev/null || true`),
  process: (lines) => lines.flatMap(parse),
});

function parse(line: string): OwedHandler[] {
  try {
    const { script, handler } = JSON.parse(line);
    return typeof script === "string" && typeof handler === "string" ? [{ script, handler }] : [];
  } catch {
    return [];
  }
}

/** Writes down on the host that a handler is owed. */
export function oweCommand(owed: OwedHandler): ShellCommand {
  const line = JSON.stringify({ script: owed.script, handler: owed.handler });
  return new Shell(`umask 077; mkdir -p ${FOLDER} && ${sh`printf '%s\n' ${line}`.text} > ${FOLDER}/${fileOf(owed)}`);
}

/** Strikes a handler off that has run. */
export function strikeCommand(owed: OwedHandler): ShellCommand {
  return new Shell(`rm -f ${FOLDER}/${fileOf(owed)}`);
}

function fileOf({ script, handler }: OwedHandler): string {
  return `${createHash("sha256").update(`${script}\n${handler}`).digest("hex").slice(0, 32)}.json`;
}
