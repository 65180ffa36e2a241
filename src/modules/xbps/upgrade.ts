import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Upgrades all packages, every time. */
export const upgrade: Operation<Record<never, never>> = operation(
  {
    module: "xbps",
    name: "upgrade",
    doc: "Upgrades all packages, every time. Void Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`xbps-install -y -u`;
  },
);
