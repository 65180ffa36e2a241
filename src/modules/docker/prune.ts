import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { flag, text } from "./options.ts";

const args = () =>
  z.object({
    all: z.boolean().default(false).describe("remove all images that no container has, not only those without a name"),
    volumes: z.boolean().default(false).describe("remove volumes that no container has, too"),
    filter: text("which things, as `until=24h`"),
  });

/** Removes what docker does not need. */
export const prune: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "prune",
    doc: "Removes stopped containers, and networks, images and build caches that are not in use, every time. Systems " +
      "with docker.",
    args,
    alwaysChanges: true,
    leavesNothing: true,
  },
  async function* ({ all, volumes, filter }) {
    yield sh`docker system prune ${[all && "-a", ...flag("--filter", filter), volumes && "--volumes"]} -f`;
  },
);
