import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Gets apk's package index, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "apk",
    name: "update",
    doc: "Gets the package index, every time. Alpine.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`apk update`;
  },
);
