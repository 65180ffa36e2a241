import { type Operation, operation, z } from "../../api/mod.ts";
import { cask } from "./cask.ts";
import { BrewVersion } from "./facts.ts";

/** Upgrades all casks, every time. */
export const caskUpgrade: Operation<Record<never, never>> = operation(
  {
    module: "brew",
    name: "caskUpgrade",
    doc: "Upgrades all casks, every time. macOS, Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* (_, host) {
    yield cask(await host.fact(BrewVersion), "upgrade");
  },
);
