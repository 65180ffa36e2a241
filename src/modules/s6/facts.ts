import { type Fact, fact, sh } from "../../api/mod.ts";

/** Whether services of s6 are up. */
export const S6LiveStatus: Fact<Record<string, boolean>> = fact({
  module: "s6",
  name: "S6LiveStatus",
  doc: "Whether the services of the live database are up, oneshots and essential ones too. Systems with s6-rc and " +
    "s6-frontend.",
  requiresCommand: "s6",
  command: () => sh`s6 live status -E`,
  process: (lines) =>
    Object.fromEntries(
      lines.filter((line) => line.trim() !== "").map((line) => {
        // Before a terminal blanks stand in place of the slash.
        const [, name, state] = /^(.*?\S)(?:\/|\s+)(up|down)\s*$/.exec(line) ?? [];
        if (name === undefined) throw new Error(`expected SERVICE/up or SERVICE/down, found ${JSON.stringify(line)}`);
        return [name, state === "up"];
      }),
    ),
  default: () => ({}),
});
