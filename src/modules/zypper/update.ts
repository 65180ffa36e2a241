import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Updates all packages, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "zypper",
  name: "update",
  doc: "Updates all packages, every time. SUSE.",
  command: () => sh`zypper update -y`,
});
