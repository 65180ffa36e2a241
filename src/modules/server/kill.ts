import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";

const args = () =>
  z.object({
    pid: z.union([z.int().min(1), z.string().regex(/^[1-9]\d*$/, "the number of a process")]).describe(
      "the number of the process",
    ),
    signal: z.union([z.int().min(0), z.string().regex(/^[A-Za-z0-9+-]+$/, "the name of a signal")]).default("TERM")
      .describe("the signal, as `TERM`, `SIGHUP` or 9"),
  });

/** Sends a signal to a process, every time. */
export const kill: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "kill",
    doc: "Sends a signal to a process, every time. Any system.",
    args,
    alwaysChanges: true,
  },
  async function* ({ pid, signal }) {
    const name = String(signal).toUpperCase().replace(/^SIG/, "");
    yield sh`kill ${`-${name}`} ${pid}`;
  },
);
