import { type Operation, operation, sh, z } from "../../api/mod.ts";
import { searchPath } from "../search_path.ts";
import { PipxEnvironment } from "./facts.ts";

/** Sees that the user's shell finds what pipx installs. */
export const ensurePath: Operation<Record<never, never>> = operation(
  {
    module: "pipx",
    name: "ensurePath",
    doc: "Sees that the user's shell finds what pipx installs, from the next login on. Any system with pipx.",
    args: () => z.object({}),
  },
  async function* (_, host) {
    const [environment, path] = await Promise.all([host.fact(PipxEnvironment), searchPath(host)]);
    const folder = environment.PIPX_BIN_DIR;
    if (folder !== undefined && path.includes(folder)) return host.noop(`${folder} is in the search path`);
    yield sh`pipx ensurepath`;
  },
);
