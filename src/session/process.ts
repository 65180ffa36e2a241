/** How a process ended. */
export interface ProcessStatus {
  /** The exit code; `null` where a signal or a lost link ended it. */
  readonly code: number | null;
  readonly signal?: string;
}

/** A process on a host. Its streams end when it does, or when the link is lost. */
export interface Process {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly status: Promise<ProcessStatus>;
  /** Sends a signal to the process group where the connector can; else ends the channel. Default: `"TERM"`. */
  kill(signal?: "TERM" | "KILL" | "INT" | "HUP"): void;
}

/** How a process is started. */
export interface SpawnOptions {
  /** Give it a terminal; stdout and stderr are one then. Default: `false`. */
  readonly pty?: boolean;
  /** Ends the start, and the process, when the run is stopped for good. */
  readonly signal?: AbortSignal;
}

/** Starts a process on a host: all that a connector has to be able to do. */
export type Spawn = (argv: readonly string[], options?: SpawnOptions) => Promise<Process>;
