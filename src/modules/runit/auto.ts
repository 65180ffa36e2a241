import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { file } from "../files/mod.ts";
import { serviceArgument, sourcedir } from "./folders.ts";

const args = () =>
  z.object({
    service: serviceArgument(),
    auto: z.boolean().default(true).describe("whether it shall start by itself when runit begins to supervise it"),
    sourcedir: sourcedir(),
  });

/** Sets whether a service of runit starts by itself. */
export const auto: Operation<Arguments<typeof args>> = operation(
  {
    module: "runit",
    name: "auto",
    doc:
      "Sets whether a service starts by itself, by a file `down` beside its definition. Void Linux and others with " +
      "runit.",
    args,
    leavesNothing: true,
  },
  async function* ({ service, auto, sourcedir }) {
    yield* file.inner({ path: `${sourcedir}/${service}/down`, present: !auto, createRemoteDir: false });
  },
);
