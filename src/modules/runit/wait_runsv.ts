import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { serviceArgument, svdir } from "./folders.ts";

const args = () =>
  z.object({
    service: serviceArgument(),
    svdir: svdir(),
    timeout: z.int().min(1).default(10).describe("how long to wait at most, in seconds"),
  });

/** Waits until runit supervises a service. */
export const waitRunsv: Operation<Arguments<typeof args>> = operation(
  {
    module: "runit",
    name: "waitRunsv",
    doc:
      "Waits until the supervisor of a service answers, every time: runit looks for new services every five seconds. " +
      "Void Linux and others with runit.",
    args,
    alwaysChanges: true,
    invalidates: ["runit"],
    leavesNothing: true,
  },
  async function* ({ service, svdir, timeout }) {
    yield sh`left=${timeout}
until SVDIR=${svdir} sv status ${service} > /dev/null; do
  test "$left" -gt 0 || { echo ${`The supervisor of ${service} does not answer`} >&2; exit 1; }
  left=$((left - 1)); sleep 1
done`;
  },
);
