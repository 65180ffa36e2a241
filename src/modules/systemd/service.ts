import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { daemonReload } from "./daemon_reload.ts";
import { SystemdEnabled, SystemdStatus } from "./facts.ts";
import { words } from "../packages.ts";
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
    const { running, restarted, reloaded, command, enabled, userMode, machine, userName } = args;
    const of = { userMode, machine, userName };
    const unit = unitName(args.service);
    const [status, enablement] = await Promise.all([
      host.fact(SystemdStatus, { ...of, services: [unit] }),
      enabled === undefined ? {} : host.fact(SystemdEnabled, { ...of, services: [unit] }),
    ]);
    const isRunning = status[unit] === true;
    const isEnabled = (enablement as Record<string, boolean>)[unit] === true;
    const control = (verb: string) => systemctl(of, words(verb), [unit]);

    if (args.daemonReload) yield* daemonReload.inner(of);
    if (running === true && !isRunning) yield control("start");
    if (running === false && isRunning) yield control("stop");
    const staysUp = isRunning && running !== false;
    if (restarted && staysUp) yield control("restart");
    if (reloaded && staysUp) yield control("reload");
    if (command !== undefined) yield control(command);
    if (enabled !== undefined && enabled !== isEnabled) yield control(enabled ? "enable" : "disable");
    if (running === isRunning || running === null) {
      host.noop(`service ${unit} is ${isRunning ? "running" : "not running"}`);
    }
  },
);
