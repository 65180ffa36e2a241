import { OperationError, type RsyncCommand } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import type { CarryOutOptions } from "./carry_out.ts";
import type { Operational } from "./program.ts";

/** Copies a tree with the local `rsync` program. */
export async function runRsync(command: RsyncCommand, one: Operational, options: CarryOutOptions): Promise<void> {
  const argv = await one.target.rsyncArgv(command, one.globals);
  const process = new Deno.Command("rsync", {
    args: argv,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: options.signal,
  });
  const output = await process.output().catch((cause) => {
    throw new OperationError(`Cannot run rsync here: ${cause.message}`, {
      hint: "Install rsync on this machine.",
      cause,
    });
  });
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  options.onOutput("stdout", decode(output.stdout));
  options.onOutput("stderr", decode(output.stderr));
  if (!output.success) {
    // The program over there may be gone before its message is through.
    const said = mask(decode(output.stderr).trim()).slice(-400);
    throw new OperationError(`rsync ended with exit code ${output.code}${said ? `: ${said}` : ""}`, {
      hint: "EXIT VALUES in rsync(1) tells what the code means.",
    });
  }
}
