import { type FunctionCommand, OperationError } from "../api/mod.ts";
import { type RawOutput, succeeded, toCommandOutput } from "../session/mod.ts";
import type { CarryOutOptions } from "./carry_out.ts";
import { commandError } from "./command_error.ts";
import type { Operational } from "./program.ts";

/** Runs a function; what it logs, and what its commands print, is its output. */
export async function runFunction(
  command: FunctionCommand,
  one: Operational,
  options: CarryOutOptions,
): Promise<RawOutput> {
  const { target, globals } = one;
  const said = { stdout: "", stderr: "" };
  const onOutput: CarryOutOptions["onOutput"] = (stream, text) => {
    said[stream] += text;
    options.onOutput(stream, text);
  };
  const timeout = globals._timeout;
  const signal = timeout === undefined
    ? options.signal
    : AbortSignal.any([options.signal, AbortSignal.timeout(timeout * 1000)]);
  const value = await command.run({
    signal,
    log: (text) => onOutput("stdout", `${text}\n`),
    reconnect: () => target.reconnect(),
    async run(inner) {
      const [result] = await (await target.shell()).run([inner], globals, { signal, onOutput });
      if (result === undefined || result === "skipped") throw new OperationError("The command was not run");
      if (!succeeded(result, { ...globals, ...inner.globals })) throw commandError(inner, result, globals._sensitive);
      return toCommandOutput(result);
    },
  });
  options.onValue(value);
  const captured = (text: string) => ({ bytes: new TextEncoder().encode(text), omitted: 0 });
  return { stdout: captured(said.stdout), stderr: captured(said.stderr), code: 0 };
}
