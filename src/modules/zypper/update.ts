import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Updates all packages, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "zypper",
    name: "update",
    doc: "Updates all packages, every time. SUSE.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`zypper update -y`;
  },
);
