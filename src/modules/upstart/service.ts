import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { file, put } from "../files/mod.ts";
import { controlService, serviceArguments } from "../service.ts";
import { UpstartStatus } from "./facts.ts";

const args = () => z.object(serviceArguments);

/** Starts, stops, restarts or reloads a job of Upstart, and sets whether it starts with the system. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "upstart",
    name: "service",
    doc: "Starts, stops, restarts, reloads, enables or disables a job. Systems with Upstart.",
    args,
  },
  async function* ({ enabled, ...args }, host) {
    const { service } = args;
    const statuses = await host.fact(UpstartStatus);
    yield* controlService(args, statuses[service], (action) => sh`initctl ${action} ${service}`, host);
    if (enabled === undefined) return;
    const path = `/etc/init/${service}.override`;
    if (enabled) yield* file.inner({ path, present: false });
    else yield* put.inner({ src: new TextEncoder().encode("manual\n"), dest: path });
  },
);
