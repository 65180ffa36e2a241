import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Gets the package index, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "pkgin",
  name: "update",
  doc: "Gets the package index, every time. NetBSD, SmartOS and other systems with pkgsrc.",
  invalidates: ["pkgin"],
  leavesNothing: true,
  command: () => sh`pkgin -y update`,
});
