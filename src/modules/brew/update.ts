import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Updates Homebrew and its formulas, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "brew",
  name: "update",
  doc: "Updates Homebrew and its formulas, every time. macOS, Linux.",
  command: () => sh`brew update`,
});
