import { leave } from "./exits.ts";

/** What stops a run, in three steps. */
export interface Interrupt {
  /** Aborted by the first Ctrl-C: nothing new is sent, what runs may finish. */
  readonly soft: AbortSignal;
  /** Aborted by the second: what runs is ended. */
  readonly hard: AbortSignal;
  /** Whether there was one. */
  readonly happened: boolean;
  /** Aborts `soft` without an interrupt: something went wrong that belongs to no host. */
  stop(): void;
  /** Stops listening. */
  dispose(): void;
}

/** Listens to Ctrl-C, TERM and HUP. The third one leaves at once, and says what may still run where. */
export function listenForInterrupt(say: (text: string) => void, connected: () => Iterable<string>): Interrupt {
  const soft = new AbortController();
  const hard = new AbortController();
  let count = 0;
  const step = (impatient: boolean) => {
    count = impatient ? Math.max(2, count + 1) : count + 1;
    if (count === 1) say("Stopping: nothing new is started, what runs may finish. Press Ctrl-C again to end it.");
    soft.abort();
    if (count === 2) {
      say("Ending what runs. Press Ctrl-C again to leave at once.");
      hard.abort();
    }
    if (count < 3) return;
    const names = [...connected()];
    say(names.length ? `Left. Something may still run on ${names.join(", ")}.` : "Left.");
    leave(130);
  };
  const onInterrupt = () => step(false);
  const onTerminate = () => step(true);
  Deno.addSignalListener("SIGINT", onInterrupt);
  Deno.addSignalListener("SIGTERM", onTerminate);
  Deno.addSignalListener("SIGHUP", onTerminate);
  return {
    soft: soft.signal,
    hard: hard.signal,
    get happened() {
      return count > 0;
    },
    stop: () => soft.abort(),
    dispose() {
      Deno.removeSignalListener("SIGINT", onInterrupt);
      Deno.removeSignalListener("SIGTERM", onTerminate);
      Deno.removeSignalListener("SIGHUP", onTerminate);
    },
  };
}
