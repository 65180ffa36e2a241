import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { LxdContainers } from "./facts.ts";

const args = () =>
  z.object({
    id: word().describe("the name of the container"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    image: word().default("ubuntu:16.04").describe("the image that it is made from"),
  });

/** Adds and starts, or stops and removes a container of LXD. */
export const container: Operation<Arguments<typeof args>> = operation(
  {
    module: "lxd",
    name: "container",
    doc: "Makes and starts a container of LXD, or stops and removes it. Linux with LXD.",
    args,
  },
  async function* ({ id, present, image }, host) {
    const existing = (await host.fact(LxdContainers)).find(({ name }) => name === id);
    if (present === (existing !== undefined)) {
      return host.noop(`container ${id} ${present ? "exists" : "does not exist"}`);
    }
    if (present) yield sh`lxc launch ${image} ${id} < /dev/null`;
    else {
      if (existing!.status === "Running") yield sh`lxc stop ${id}`;
      yield sh`lxc delete ${id}`;
    }
  },
);
