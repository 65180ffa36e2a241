import { arg, type Fact, fact, type ShellCommand, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { systemctl, type SystemdTarget, target } from "./systemctl.ts";

/** Which units of which systemd a fact is about. */
export type UnitArguments = Partial<SystemdTarget> & {
  /** The units, with their suffix. Default: all that are loaded. */
  readonly services?: string | readonly string[];
};

const args = () =>
  z.object({
    ...target(),
    services: arg.list().optional().describe(
      "units with their suffix, as `nginx.service` (default: all that are loaded)",
    ),
  });

/** A fact that says of each unit whether one of its properties has one of these values. */
function unitFact(
  name: string,
  property: "SubState" | "UnitFileState",
  values: readonly string[],
  doc: string,
): Fact<Record<string, boolean>, UnitArguments> {
  return fact({
    module: "systemd",
    name,
    doc,
    args,
    requiresCommand: "systemctl",
    command: ({ services, ...of }): ShellCommand =>
      systemctl(
        of,
        ["show", "--all", "--property", "Id", "--property", "Names", "--property", property, "--"],
        services ?? ["*"],
      ),
    process: (lines) => {
      const units: Record<string, boolean> = {};
      let names: string[] = [];
      for (const line of lines) {
        const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
        // A word alone between two units is left out.
        if (key === undefined && /\s/.test(line)) throw unexpected("properties of units", line);
        if (key === "Id") names = [value!];
        // A unit that was asked for by an alias answers with its own name as Id.
        else if (key === "Names") names = [...new Set([...names, ...value!.split(" ")])].filter(Boolean);
        else if (key === property) { for (const unit of names) units[unit] = values.includes(value!); }
      }
      return units;
    },
    default: () => ({}),
  });
}

/** Whether units are active. */
export const SystemdStatus: Fact<Record<string, boolean>, UnitArguments> = unitFact(
  "SystemdStatus",
  "SubState",
  ["running", "waiting", "exited", "listening", "mounted", "active", "plugged", "elapsed", "reload"],
  "Whether units are active: services that run, timers that wait, sockets that listen. Linux with systemd.",
);

/** Whether units are enabled. */
export const SystemdEnabled: Fact<Record<string, boolean>, UnitArguments> = unitFact(
  "SystemdEnabled",
  "UnitFileState",
  ["enabled", "enabled-runtime", "static", "alias", "indirect", "generated"],
  "Whether units start by themselves, as `systemctl is-enabled` takes it: `static` ones count. Linux with systemd.",
);
