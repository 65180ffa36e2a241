import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Gets the package lists, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "opkg",
  name: "update",
  doc: "Gets the package lists, every time. OpenWrt and other systems with opkg.",
  invalidates: ["opkg"],
  leavesNothing: true,
  command: () => sh`opkg update`,
});
