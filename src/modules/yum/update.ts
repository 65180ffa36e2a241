import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Updates all packages, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "yum",
  name: "update",
  doc: "Updates all packages, every time. Red Hat and relatives.",
  command: () => sh`yum update -y`,
});
