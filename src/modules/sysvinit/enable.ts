import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { link } from "../files/mod.ts";
import { serviceArguments } from "../service.ts";
import { together } from "../together.ts";

const priority = () => z.int().min(0).max(99);
const levels = () => z.array(z.int().min(0).max(6)).readonly();

const args = () =>
  z.object({
    service: serviceArguments.service,
    startPriority: priority().default(20).describe("its place among the services that start"),
    stopPriority: priority().default(80).describe("its place among the services that stop"),
    startLevels: levels().default([2, 3, 4, 5]).describe("the runlevels in which it starts"),
    stopLevels: levels().default([0, 1, 6]).describe("the runlevels in which it stops"),
  });

/** Sets in which runlevels a service of SysV init starts and stops. */
export const enable: Operation<Arguments<typeof args>> = operation(
  {
    module: "sysvinit",
    name: "enable",
    doc:
      "Sets in which runlevels a service starts and stops, by links in /etc/rc?.d; other links of it are left. Linux.",
    args,
    leavesNothing: true,
  },
  async function* ({ service, startPriority, stopPriority, startLevels, stopLevels }) {
    const name = (letter: "S" | "K", priority: number) => `${letter}${String(priority).padStart(2, "0")}${service}`;
    const paths = [
      ...startLevels.map((level) => `/etc/rc${level}.d/${name("S", startPriority)}`),
      ...stopLevels.map((level) => `/etc/rc${level}.d/${name("K", stopPriority)}`),
    ];
    yield* together(...paths.map((path) => link.inner({ path, target: `/etc/init.d/${service}` })));
  },
);
