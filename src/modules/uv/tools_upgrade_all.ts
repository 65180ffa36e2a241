import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { extraArguments, words } from "../packages.ts";

const args = () => z.object({ extraArgs: extraArguments("`uv tool upgrade`") });

/** Upgrades all tools, every time. */
export const toolsUpgradeAll: Operation<Arguments<typeof args>> = operation(
  {
    module: "uv",
    name: "toolsUpgradeAll",
    doc: "Upgrades all tools that uv has installed for the user, every time. Any system with uv.",
    args,
    alwaysChanges: true,
  },
  async function* ({ extraArgs }) {
    yield sh`uv tool upgrade --all ${words(extraArgs)}`;
  },
);
