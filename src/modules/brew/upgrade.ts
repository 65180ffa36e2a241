import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Upgrades all formulas, every time. */
export const upgrade: Operation<Record<never, never>> = everyTime({
  module: "brew",
  name: "upgrade",
  doc: "Upgrades all formulas, every time. macOS, Linux.",
  command: () => sh`brew upgrade`,
});
