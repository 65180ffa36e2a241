import { quote, type ShellArguments } from "../command/mod.ts";
import { describeIdentity } from "./identity.ts";
import { GROUP } from "./kill_group.ts";
import { textOf } from "./output.ts";
import type { ShellSession } from "./session.ts";

/** A shell whose link was lost while it had commands: it comes to an end of its own, but not before its command does. */
export interface LeftShell {
  readonly pid: string;
  /** When it was started, as its host tells: another process may have got its number. */
  readonly born: string;
}

/** The function `_drover_born PID`: what tells a process from all others that had its number; nothing where there is none. */
export const BORN = `_drover_born() {
  if read -r x </proc/self/stat; then
    read -r x <"/proc/$1/stat" || return 0
    set -- \${x##*) }
    [ "$1" = Z ] || { x=; read -r x </proc/sys/kernel/random/boot_id; echo "$x.\${20}"; }
  else
    ps -o lstart= -p "$1" | tr ' ' _
  fi
} 2>/dev/null`;

/** The shells that lost links have left behind on a host: nothing new begins there before they are gone. */
export class LeftBehind {
  readonly #shells = new Map<string, { readonly identity: ShellArguments; readonly left: LeftShell[] }>();

  /**
   * @param tell is told what is waited for, for people
   * @param patience how long one may take to come to its end before it is ended, in seconds
   */
  constructor(private readonly tell: (text: string) => void = () => {}, private readonly patience = 60) {}

  /** Notes what a session has left behind that is over. */
  note(identity: ShellArguments, { left }: ShellSession): void {
    if (left === undefined) return;
    const key = JSON.stringify(identity);
    this.#shells.set(key, { identity, left: [...this.#shells.get(key)?.left ?? [], left] });
  }

  /** Whether nothing was left behind. */
  get isEmpty(): boolean {
    return this.#shells.size === 0;
  }

  /** The users that something was left behind of. */
  get identities(): readonly ShellArguments[] {
    return [...this.#shells.values()].map(({ identity }) => identity);
  }

  /** Waits in a new session of a user for what older ones have left behind, or ends it. @throws where it is lost, too */
  async settle(identity: ShellArguments, session: ShellSession, signal: AbortSignal): Promise<void> {
    const stop = () => void session.close();
    signal.addEventListener("abort", stop);
    try {
      await this.#settle(identity, session);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async #settle(identity: ShellArguments, session: ShellSession): Promise<void> {
    const key = JSON.stringify(identity);
    for (const { pid, born } of this.#shells.get(key)?.left ?? []) {
      const what = `what a lost link left running as ${describeIdentity(identity)} (process ${pid})`;
      const text = `set -- ${quote(pid)} ${quote(born)} ${this.patience}\n${AWAIT}`;
      let isWaiting = false;
      const onOutput = () => {
        if (!isWaiting) this.tell(`Waiting for ${what}`);
        isWaiting = true;
      };
      const output = await session.send([{ text, reads: true, onOutput }])[0]!;
      if (typeof output === "object" && textOf(output.stdout).includes("ended")) {
        this.tell(`It took more than ${this.patience} s and was ended: ${what}`);
      }
    }
    this.#shells.delete(key);
  }
}

/** Waits until a process is gone: `PID BORN SECONDS`; then its group is ended. */
const AWAIT = `${BORN}
${GROUP}
p=$1 b=$2 n=$(($3 * 10))
is_there() { [ "$(_drover_born "$p")" = "$b" ]; }
await() { while is_there && [ "$n" -gt 0 ]; do sleep 0.1 2>/dev/null || sleep 1; n=$((n - 1)); done; }
is_there || exit 0
echo waiting
await
is_there || exit 0
g=$(_drover_group "$p")
kill -s TERM $g
n=50
await
kill -s KILL $g 2>/dev/null
echo ended`;
