import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Gets the package index, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "xbps",
    name: "update",
    doc: "Gets the package index, every time. Void Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`xbps-install -S`;
  },
);
