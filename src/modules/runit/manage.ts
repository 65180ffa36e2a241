import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { link } from "../files/mod.ts";
import { serviceArgument, sourcedir, svdir } from "./folders.ts";

const args = () =>
  z.object({
    service: serviceArgument(),
    managed: z.boolean().default(true).describe("whether runit shall supervise it"),
    svdir: svdir(),
    sourcedir: sourcedir(),
  });

/** Sets whether runit supervises a service. */
export const manage: Operation<Arguments<typeof args>> = operation(
  {
    module: "runit",
    name: "manage",
    doc: "Sets whether runit supervises a service, by a link to its definition. Void Linux and others with runit.",
    args,
    leavesNothing: true,
  },
  async function* ({ service, managed, svdir, sourcedir }) {
    const path = `${svdir}/${service}`;
    yield* link.inner({ path, target: `${sourcedir}/${service}`, present: managed, createRemoteDir: false });
  },
);
