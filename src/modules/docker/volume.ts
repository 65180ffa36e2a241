import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { DockerVolume } from "./facts.ts";
import { flag, flags, nameOf, pairs, text } from "./options.ts";

const args = () =>
  z.object({
    volume: nameOf("the volume"),
    driver: text("its driver, when it is made (default: `local`)"),
    labels: pairs("its labels, when it is made"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

/** Makes or removes a volume of docker. */
export const volume: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "volume",
    doc: "Makes a volume, or removes it with its files; one that is there is left as it is. Systems with docker.",
    args,
    invalidates: ["docker"],
    leavesNothing: true,
  },
  async function* ({ volume, driver, labels, present }, host) {
    const exists = await host.fact(DockerVolume, { objectId: volume }) !== null;
    if (exists === present) return host.noop(exists ? `volume ${volume} exists` : `there is no volume ${volume}`);
    yield present
      ? sh`docker volume create ${volume} ${[...flag("-d", driver), ...flags("--label", labels)]}`
      : sh`docker volume rm ${volume}`;
  },
);
