import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { DockerNetwork } from "./facts.ts";
import { flag, flags, nameOf, pairs, text } from "./options.ts";

const args = () =>
  z.object({
    network: nameOf("the network"),
    driver: text("its driver, as `bridge` or `overlay` (default: `bridge`)"),
    gateway: text("the address of its gateway"),
    ipRange: text("the range that containers get addresses from"),
    ipamDriver: text("the driver for addresses"),
    subnet: text("its subnet, as `10.5.0.0/16`"),
    scope: text("where it holds, as `swarm`"),
    auxAddresses: pairs("addresses that containers do not get"),
    opts: pairs("options of the driver"),
    ipamOpts: pairs("options of the driver for addresses"),
    labels: pairs("its labels"),
    ingress: z.boolean().default(false).describe("make it the one for incoming connections of a swarm"),
    attachable: z.boolean().default(false).describe("let containers of no swarm join it"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

/** Makes or removes a network of docker. */
export const network: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "network",
    doc: "Makes or removes a network; one that is there is left as it is. Systems with docker.",
    args,
    leavesNothing: true,
  },
  async function* ({ network, present, ...options }, host) {
    const exists = await host.fact(DockerNetwork, { objectId: network }) !== null;
    if (exists === present) return host.noop(exists ? `network ${network} exists` : `there is no network ${network}`);
    if (!present) {
      yield sh`docker network rm ${network}`;
      return;
    }
    yield sh`docker network create ${network} ${[
      ...flag("-d", options.driver),
      ...flag("--gateway", options.gateway),
      ...flag("--ip-range", options.ipRange),
      ...flag("--ipam-driver", options.ipamDriver),
      ...flag("--subnet", options.subnet),
      ...flag("--scope", options.scope),
      options.ingress && "--ingress",
      options.attachable && "--attachable",
      ...flags("--aux-address", options.auxAddresses),
      ...flags("--opt", options.opts),
      ...flags("--ipam-opt", options.ipamOpts),
      ...flags("--label", options.labels),
    ]}`;
  },
);
