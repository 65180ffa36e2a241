import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Gets the package databases, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "pacman",
    name: "update",
    doc: "Gets the package databases, every time. Arch Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`pacman -Sy`;
  },
);
