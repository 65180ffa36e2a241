import { callSite, formatCallSite, UsageError } from "../api/mod.ts";

const exit = Deno.exit;

/** Ends the process at once. */
export function leave(code: number): never {
  return exit(code);
}

/**
 * From now on code that calls `Deno.exit` or `process.exit` gets an error: the run would end with hosts as they are, and
 * with an exit code that says nothing of them.
 *
 * @returns takes that back
 */
export function refuseExits(): () => void {
  Deno.exit = (code) => {
    throw new UsageError(`The script called Deno.exit(${code ?? ""})`, {
      hint: "Throw an error to fail the host, or return: Drover disconnects and sets the exit code.",
      at: formatCallSite(callSite()),
    });
  };
  return () => void (Deno.exit = exit);
}
