import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";

const args = () =>
  z.object({
    available: z.boolean().default(false).describe("take what the repositories have, also older versions"),
  });

/** Upgrades all packages with apk, every time. */
export const upgrade: Operation<Arguments<typeof args>> = operation(
  { module: "apk", name: "upgrade", doc: "Upgrades all packages, every time. Alpine.", args, alwaysChanges: true },
  async function* ({ available }) {
    yield sh`apk upgrade ${[available && "--available"]}`;
  },
);
