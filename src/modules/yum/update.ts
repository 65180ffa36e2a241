import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Updates all packages, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "yum",
    name: "update",
    doc: "Updates all packages, every time. Red Hat and relatives.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`yum update -y`;
  },
);
