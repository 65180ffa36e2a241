import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { controlService, serviceArguments } from "../service.ts";
import { auto } from "./auto.ts";
import { RunitManaged, RunitStatus } from "./facts.ts";
import { serviceArgument, sourcedir, svdir } from "./folders.ts";
import { manage } from "./manage.ts";
import { waitRunsv } from "./wait_runsv.ts";

const args = () =>
  z.object({
    ...serviceArguments,
    service: serviceArgument(),
    managed: z.boolean().default(true).describe("whether runit shall supervise it"),
    svdir: svdir(),
    sourcedir: sourcedir(),
  });

/** Starts, stops, restarts, reloads, enables or disables a service of runit. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "runit",
    name: "service",
    doc:
      "Has runit supervise a service or not, and starts, stops, restarts, reloads, enables or disables it. One that " +
      "shall not run does not start for a moment when supervision begins. Void Linux and others with runit.",
    args,
  },
  async function* ({ service, enabled, managed, svdir, sourcedir, ...args }, host) {
    const [there, status, down] = await Promise.all([
      host.fact(RunitManaged, { service, svdir }),
      host.fact(RunitStatus, { service, svdir }),
      host.fact(File, { path: `${sourcedir}/${service}/down` }),
    ]);
    const wasManaged = there.includes(service);
    const wasAuto = !down;
    if (!managed) return yield* manage.inner({ service, managed, svdir, sourcedir });
    if (!wasManaged) {
      // Before runit sees it, so that it does not start by itself.
      if (wasAuto) yield* auto.inner({ service, auto: false, sourcedir });
      yield* manage.inner({ service, managed, svdir, sourcedir });
      yield* waitRunsv.inner({ service, svdir });
    }
    const isHeldBack = !wasManaged && wasAuto;
    if (isHeldBack && enabled !== false) yield sh`rm -f ${`${sourcedir}/${service}/down`}`;
    if (!isHeldBack && enabled !== undefined) yield* auto.inner({ service, auto: enabled, sourcedir });
    const control = (action: readonly string[]) => sh`SVDIR=${svdir} sv ${action} ${service}`;
    yield* controlService({ service, ...args }, status[service], control, host);
  },
);
