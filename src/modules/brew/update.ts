import { type Operation, operation, sh, z } from "../../api/mod.ts";

/** Updates Homebrew and its formulas, every time. */
export const update: Operation<Record<never, never>> = operation(
  {
    module: "brew",
    name: "update",
    doc: "Updates Homebrew and its formulas, every time. macOS, Linux.",
    args: () => z.object({}),
    alwaysChanges: true,
  },
  async function* () {
    yield sh`brew update`;
  },
);
