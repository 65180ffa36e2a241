import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { controlService, serviceArguments } from "../service.ts";
import { LaunchdStatus } from "./facts.ts";

const { service: name, running, restarted, command } = serviceArguments;
const args = () => z.object({ service: name, running, restarted, command });

/** Starts, stops or restarts a service of launchd. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "launchd",
    name: "service",
    doc:
      "Starts, stops or restarts a service that launchd has loaded for the user; with sudo one of the system. macOS.",
    args,
  },
  async function* ({ restarted, ...args }, host) {
    const { service, running } = args;
    const isRunning = (await host.fact(LaunchdStatus))[service];
    const control = (action: readonly string[]) => sh`launchctl ${action} ${service}`;
    const withoutReload = { ...args, restarted: false, reloaded: false };
    yield* controlService({ ...withoutReload, command: undefined }, isRunning, control, host);
    // launchctl has no word for it.
    if (restarted && isRunning && running !== false) {
      yield control(["stop"]);
      yield control(["start"]);
    }
    if (args.command !== undefined) {
      yield* controlService({ ...withoutReload, running: null }, isRunning, control, host);
    }
  },
);
