import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Upgrades all packages, every time. */
export const upgrade: Operation<Record<never, never>> = everyTime({
  module: "pkgin",
  name: "upgrade",
  doc: "Upgrades all packages, every time. NetBSD, SmartOS and other systems with pkgsrc.",
  command: () => sh`pkgin -y upgrade`,
});
