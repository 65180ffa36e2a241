import { arg, type Arguments, type Operation, operation, pathWord, sh, z } from "../../api/mod.ts";
import { Directory, directory, File } from "../files/mod.ts";
import { extraArguments, words } from "../packages.ts";
import { word } from "../word.ts";

const args = () =>
  z.object({
    path: arg.path().describe("its folder on the host"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    python: word().optional().describe("the Python that it is for, as `3.13` or a path"),
    allowExisting: z.boolean().default(false).describe("make it in a folder that holds other files, and keep those"),
    clearExisting: z.boolean().default(false).describe("make it anew every time, without what is in the folder"),
    linkMode: z.enum(["clone", "copy", "hardlink", "symlink"]).optional().describe(
      "how files get there from the cache",
    ),
    seed: z.boolean().default(false).describe("install pip into it"),
    sitePackages: z.boolean().default(false).describe("let it see the packages of the system"),
    extraArgs: extraArguments("`uv venv`"),
  });

/** Makes or removes a virtual environment with uv. */
export const venv: Operation<Arguments<typeof args>> = operation(
  {
    module: "uv",
    name: "venv",
    doc: "Makes or removes a virtual environment with uv. Any system with uv.",
    args,
  },
  async function* ({ path, present, python, clearExisting, linkMode, ...options }, host) {
    // An empty folder is no environment.
    const [folder, script] = await Promise.all([
      host.fact(Directory, { path }),
      host.fact(File, { path: `${path}/bin/activate` }),
    ]);
    if (!present) {
      if (folder === null && !script) return host.noop(`virtualenv ${path} does not exist`);
      return yield* directory.inner({ path, present });
    }
    if (script && !clearExisting) return host.noop(`virtualenv ${path} exists`);
    yield sh`uv venv ${[
      ...(python === undefined ? [] : ["--python", python]),
      options.allowExisting && "--allow-existing",
      clearExisting && "--clear",
      ...(linkMode === undefined ? [] : ["--link-mode", linkMode]),
      options.seed && "--seed",
      options.sitePackages && "--system-site-packages",
      ...words(options.extraArgs),
    ]} ${pathWord(path)}`;
  },
);
