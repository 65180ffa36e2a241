import { type Arguments, type Operation, operation, type OperationHost, z } from "../../api/mod.ts";
import { aptGet } from "./apt_get.ts";
import { SimulateOperationWillChange } from "./facts.ts";

const args = () =>
  z.object({ autoRemove: z.boolean().default(false).describe("remove dependencies that nothing needs any more") });

/** Upgrades all packages, without removing any. */
export const upgrade: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "upgrade",
    doc: "Upgrades all packages without removing any. Debian, Ubuntu and their kin.",
    args,
  },
  ({ autoRemove }, host) => upgradeBy("upgrade", autoRemove, host),
);

/** Upgrades all packages, also where others have to be installed or removed for it. */
export const distUpgrade: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "distUpgrade",
    doc:
      "Upgrades all packages, also where others have to be installed or removed for it. Debian, Ubuntu and their kin.",
    args,
  },
  ({ autoRemove }, host) => upgradeBy("dist-upgrade", autoRemove, host),
);

async function* upgradeBy(verb: string, autoRemove: boolean, host: OperationHost) {
  const words = [verb, ...(autoRemove ? ["--autoremove"] : [])];
  const willChange = await host.fact(SimulateOperationWillChange, { command: words.join(" ") });
  if (!willChange) return host.noop("all packages are up to date");
  yield aptGet(words);
}
