import { type Operation, operation, sh, z } from "../../api/mod.ts";
import { searchPath } from "../search_path.ts";
import { UvToolBinDir } from "./facts.ts";

/** Sees that the user's shell finds the tools of uv. */
export const toolsUpdateShell: Operation<Record<never, never>> = operation(
  {
    module: "uv",
    name: "toolsUpdateShell",
    doc: "Sees that the user's shell finds the tools that uv installs, from the next login on. Any system with uv.",
    args: () => z.object({}),
  },
  async function* (_, host) {
    const [folder, path] = await Promise.all([host.fact(UvToolBinDir), searchPath(host)]);
    if (folder !== null && path.includes(folder)) return host.noop(`${folder} is in the search path`);
    yield sh`uv tool update-shell`;
  },
);
