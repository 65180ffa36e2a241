import type { ShellArguments } from "../command/mod.ts";
import { STOP_AHEAD } from "./ahead.ts";
import { KILL_GROUP } from "./kill_group.ts";
import { endPatiently } from "./limits.ts";
import { runProcess } from "./run_process.ts";
import type { ShellSession } from "./session.ts";
import type { Sessions } from "./sessions.ts";

/** Ends what runs on a host, by processes of its own beside the sessions. */
export class Ending {
  readonly #ending = new WeakMap<ShellSession, Promise<boolean>>();

  constructor(private readonly sessions: Sessions) {}

  /**
   * Ends what runs in a session; a stopped run ends the session too, and with it what was sent ahead.
   *
   * @returns whether it is certain that it has ended
   */
  async end(
    session: ShellSession,
    args: ShellArguments,
    answer: Promise<unknown>,
    why: "timeout" | "stopped",
  ): Promise<boolean> {
    let isCertain = true;
    const signalAll = async (signal: "TERM" | "KILL") => {
      const { pid } = session;
      const leave = why === "stopped";
      try {
        if (pid) await this.kill(args, pid, signal, { folder: session.folder, leave });
      } catch {
        // The host takes no second process.
        isCertain = false;
        session.kill(leave ? "HUP" : signal);
      }
      if (!pid || signal === "KILL") await session.close();
    };
    const end = async () =>
      await endPatiently(why === "timeout" ? answer : session.over, signalAll) && (isCertain || session.isOpen);
    if (why === "timeout") return await end();
    let ending = this.#ending.get(session);
    if (ending === undefined) this.#ending.set(session, ending = end());
    return await ending;
  }

  /** Sends a signal to the group of a process over there. */
  async kill(
    args: ShellArguments,
    pid: string,
    signal: "TERM" | "KILL",
    { folder = "", leave = false }: { readonly folder?: string; readonly leave?: boolean } = {},
  ): Promise<void> {
    await this.#script(args, KILL_GROUP, [pid, signal, folder, leave ? "1" : ""]);
  }

  /** Lets a session run nothing more of what was sent ahead. Where the host takes no second process it runs all the same. */
  async stopAhead(session: ShellSession, args: ShellArguments): Promise<void> {
    await this.#script(args, STOP_AHEAD, [session.folder]).catch(() => {});
  }

  async #script(args: ShellArguments, script: string, words: readonly string[]): Promise<void> {
    const process = await this.sessions.start(args, ["sh", "-c", script, "sh", ...words], { cleansUp: true });
    await runProcess(process, {});
  }
}
