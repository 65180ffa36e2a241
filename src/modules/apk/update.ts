import { type Operation, sh } from "../../api/mod.ts";
import { everyTime } from "../every_time.ts";

/** Gets apk's package index, every time. */
export const update: Operation<Record<never, never>> = everyTime({
  module: "apk",
  name: "update",
  doc: "Gets the package index, every time. Alpine.",
  command: () => sh`apk update`,
});
