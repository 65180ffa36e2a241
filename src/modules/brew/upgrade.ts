import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Upgrades all formulas, every time. */
export const upgrade: Operation<Record<never, never>> = operation(
  {
    module: "brew",
    name: "upgrade",
    doc: "Upgrades all formulas, every time. macOS, Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`brew upgrade`;
  },
);
