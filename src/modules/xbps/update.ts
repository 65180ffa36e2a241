import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Gets the package index, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "xbps",
  name: "update",
  doc: "Gets the package index, every time. Void Linux.",
  command: () => sh`xbps-install -S`,
});
