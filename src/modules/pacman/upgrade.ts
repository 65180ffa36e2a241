import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Upgrades all packages, every time. */
export const upgrade: Operation<Record<never, never>> = everyTime({
  module: "pacman",
  name: "upgrade",
  doc: "Upgrades all packages, every time. Arch Linux.",
  command: () => sh`pacman --noconfirm -Su`,
});
