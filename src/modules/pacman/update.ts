import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Gets the package databases, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "pacman",
  name: "update",
  doc: "Gets the package databases, every time. Arch Linux.",
  command: () => sh`pacman -Sy`,
});
