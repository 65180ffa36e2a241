import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { DockerImage } from "./facts.ts";
import { nameOf } from "./options.ts";

const args = () =>
  z.object({
    image: nameOf("the image, as `nginx:1.27` or with a digest"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    force: z.boolean().default(false).describe("pull it every time; remove it even if a stopped container has it"),
  });

/** Pulls or removes an image of docker. */
export const image: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "image",
    doc: "Pulls an image that is not there, or removes one. Whether a registry has a newer one of that name is not " +
      "asked: `force` pulls every time. Systems with docker.",
    args,
    invalidates: ["docker"],
    leavesNothing: true,
  },
  async function* ({ image, present, force }, host) {
    const exists = await host.fact(DockerImage, { objectId: image }) !== null;
    if (present && exists && !force) return host.noop(`image ${image} is already there`);
    if (!present && !exists) return host.noop(`there is no image ${image}`);
    yield present ? sh`docker image pull ${image}` : sh`docker image rm ${[force && "-f"]} ${image}`;
  },
);
