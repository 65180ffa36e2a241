import type { Process, Spawn } from "drover/connectors";
import { startOnRawTerminal } from "./raw_terminal.ts";

/** A spawn by a program that runs others elsewhere, and the end of all that it started. */
export interface ExecSpawn {
  readonly spawn: Spawn;
  /** Ends what still runs. */
  end(): Promise<void>;
}

/** How processes are started by a program. */
export interface ExecSpawnOptions {
  /** Starts that program. */
  readonly start: Spawn;
  /** Its words in front of a command. */
  readonly words: (terminal: boolean) => readonly string[];
  /** Whether it makes a terminal over there and shows it on ours; else its commands have ours itself. Default: `true`. */
  readonly relaysTerminal?: boolean;
}

/** Starts processes by a program that runs others elsewhere: `docker exec`, `chroot`, `kubectl exec`. */
export function execSpawn({ start, words, relaysTerminal = true }: ExecSpawnOptions): ExecSpawn {
  const running = new Set<Process>();
  return {
    async spawn(argv, options) {
      const pty = options?.pty ?? false;
      const all = [...words(pty), ...argv];
      const process = await (pty && relaysTerminal ? startOnRawTerminal(start, all, options) : start(all, options));
      running.add(process);
      process.status.then(() => running.delete(process), () => running.delete(process));
      return process;
    },
    async end() {
      const rest = [...running];
      for (const process of rest) process.kill("KILL");
      await Promise.all(rest.map((process) => process.status));
    },
  };
}

/** What a program said on stderr, or how it ended. */
export function complaint({ stderr, code }: { readonly stderr: string; readonly code: number | null }): string {
  return stderr.trim().slice(-500) || `it ended with ${code === null ? "a signal" : `exit code ${code}`}`;
}
