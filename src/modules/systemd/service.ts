import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { daemonReload } from "./daemon_reload.ts";
import { SystemdEnabled, SystemdStatus } from "./facts.ts";
import { controlService } from "../service.ts";
import { systemctl, target, unitName } from "./systemctl.ts";

const args = () =>
  z.object({
    service: z.string().min(1).describe("the unit; without a suffix it is a service"),
    running: z.boolean().nullable().default(true).describe("whether it shall run; `null` leaves it as it is"),
    restarted: z.boolean().default(false).describe("restart it if it runs"),
    reloaded: z.boolean().default(false).describe("reload its configuration if it runs"),
    command: z.string().min(1).optional().describe("a further `systemctl` command for the unit, every time"),
    enabled: z.boolean().optional().describe("whether it shall start by itself (default: leave it as it is)"),
    daemonReload: z.boolean().default(false).describe("make systemd read its unit files anew first"),
    ...target(),
  });

/** Starts, stops, restarts, reloads, enables or disables a systemd unit. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "systemd",
    name: "service",
    doc: "Starts, stops, restarts, reloads, enables or disables a unit: a service, timer, socket … Linux with systemd.",
    args,
  },
  async function* (args, host) {
    const { enabled, userMode, machine, userName } = args;
    const of = { userMode, machine, userName };
    const unit = unitName(args.service);
    const [status, enablement] = await Promise.all([
      host.fact(SystemdStatus, { ...of, services: [unit] }),
      enabled === undefined ? {} as Record<string, boolean> : host.fact(SystemdEnabled, { ...of, services: [unit] }),
    ]);
    const control = (action: readonly string[]) => systemctl(of, action, [unit]);

    if (args.daemonReload) yield* daemonReload.inner(of);
    yield* controlService({ ...args, service: unit }, status[unit], control, host);
    if (enabled !== undefined && enabled !== (enablement[unit] ?? false)) {
      yield control([enabled ? "enable" : "disable"]);
    }
  },
);
