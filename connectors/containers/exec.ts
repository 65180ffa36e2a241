import type { Process, Spawn } from "drover/connectors";

/** A spawn by a program that runs others elsewhere, and the end of all that it started. */
export interface ExecSpawn {
  readonly spawn: Spawn;
  /** Ends what still runs. */
  end(): Promise<void>;
}

/**
 * Starts processes by a program that runs others elsewhere: `docker exec`, `chroot`, `kubectl exec`.
 *
 * @param start starts that program
 * @param words its words in front of a command
 */
export function execSpawn(start: Spawn, words: (terminal: boolean) => readonly string[]): ExecSpawn {
  const running = new Set<Process>();
  return {
    async spawn(argv, options) {
      const process = await start([...words(options?.pty ?? false), ...argv], options);
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
