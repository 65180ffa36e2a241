import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { Flags } from "./facts.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the file"),
    flags: arg.list().optional().describe("names of flags, as `uchg` or `hidden`"),
    present: z.boolean().default(true).describe("whether they shall be set"),
  });

/** Sets or clears flags of a file. */
export const flags: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "flags",
    doc: "Sets or clears flags of a file with `chflags`. BSD, macOS.",
    args,
    leavesNothing: true,
  },
  async function* ({ path, flags = [], present }, host) {
    if (flags.length === 0) return host.noop(`no changes requested to flags for '${path}'`);
    const current = await host.fact(Flags, { path });
    const change = flags.filter((flag) => current.includes(flag) !== present).sort();
    if (change.length === 0) {
      return host.noop(`'${path}' already has '${flags.join(",")}' ${present ? "set" : "clear"}`);
    }
    yield sh`chflags ${change.map((flag) => present ? flag : `no${flag}`).join(",")} ${path}`;
  },
);
