import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { optionsOf, properties } from "./dataset.ts";
import { Snapshots } from "./facts.ts";

const args = () =>
  z.object({
    snapshotName: z.string().regex(/^[^-@][^@]*@[^@]+$/, "DATASET@NAME").describe(
      "the snapshot, as `tank/data@monday`",
    ),
    present: z.boolean().default(true).describe("whether it shall be there"),
    recursive: z.boolean().default(false).describe("also of all that is below the dataset"),
    properties: properties(),
  });

/** Takes or removes a snapshot of ZFS. */
export const snapshot: Operation<Arguments<typeof args>> = operation(
  {
    module: "zfs",
    name: "snapshot",
    doc:
      "Takes or removes a snapshot of a dataset; one that is there is left as it is. Linux, FreeBSD, illumos with ZFS.",
    args,
  },
  async function* ({ snapshotName, present, recursive, properties }, host) {
    const exists = Object.hasOwn(await host.fact(Snapshots), snapshotName);
    if (exists === present) return host.noop(`${snapshotName} is already ${present ? "present" : "absent"}`);
    yield present
      ? sh`zfs snapshot ${[...optionsOf(properties), recursive && "-r"]} ${snapshotName}`
      : sh`zfs destroy ${[recursive && "-r"]} ${snapshotName}`;
  },
);
