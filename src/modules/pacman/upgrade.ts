import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Upgrades all packages, every time. */
export const upgrade: Operation<Record<never, never>> = operation(
  {
    module: "pacman",
    name: "upgrade",
    doc: "Upgrades all packages, every time. Arch Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`pacman --noconfirm -Su`;
  },
);
