import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Upgrades all applications, every time. */
export const upgradeAll: Operation<Record<never, never>> = everyTime({
  module: "pipx",
  name: "upgradeAll",
  doc: "Upgrades all applications that pipx has installed, every time. Any system with pipx.",
  command: () => sh`pipx upgrade-all`,
});
