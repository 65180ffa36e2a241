import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { controlService, serviceArguments } from "../service.ts";
import { OpenrcEnabled, OpenrcStatus } from "./facts.ts";

const args = () =>
  z.object({
    ...serviceArguments,
    runlevel: z.string().default("default").describe("the runlevel that it shall start with"),
  });

/** Starts, stops, restarts or reloads a service of OpenRC, and sets whether it starts with a runlevel. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "openrc",
    name: "service",
    doc: "Starts, stops, restarts, reloads, enables or disables a service. Alpine, Gentoo and others with OpenRC.",
    args,
  },
  async function* ({ enabled, runlevel, ...args }, host) {
    const { service } = args;
    const [statuses, enabledServices] = await Promise.all([
      host.fact(OpenrcStatus, { runlevel }),
      enabled === undefined ? undefined : host.fact(OpenrcEnabled, { runlevel }),
    ]);
    yield* controlService(args, statuses[service], (action) => sh`rc-service ${service} ${action}`, host);
    if (enabledServices === undefined || Boolean(enabledServices[service]) === enabled) return;
    const level = runlevel === "default" ? [] : [runlevel];
    yield enabled ? sh`rc-update add ${service} ${level}` : sh`rc-update del ${service} ${level}`;
  },
);
