import type { Port } from "./port.ts";

const LONGEST = 10_000;

/** What scripts print becomes messages of the run. */
export function makeConsole(port: Port, inspect: (value: unknown) => string): object {
  const print = (level: "info" | "warning") => (...values: unknown[]) => {
    const text = values.map((value) => typeof value === "string" ? value : inspect(value)).join(" ");
    port.send({ type: "log", level, text: text.slice(0, LONGEST) });
  };
  const info = print("info");
  const warning = print("warning");
  const nothing = () => {};
  return {
    log: info,
    info,
    debug: info,
    dir: info,
    table: info,
    warn: warning,
    error: warning,
    trace: warning,
    assert: (holds: unknown, ...values: unknown[]) => void (holds || warning("Assertion failed", ...values)),
    group: info,
    groupEnd: nothing,
    time: nothing,
    timeEnd: nothing,
    count: nothing,
  };
}
