import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { KernelModules } from "./facts.ts";

const args = () =>
  z.object({
    module: arg.list().describe("a kernel module or a list of them"),
    present: z.boolean().default(true).describe("whether it shall be loaded"),
    force: z.boolean().default(false).describe("load or unload it even if the kernel objects"),
  });

/** Loads or unloads kernel modules. */
export const modprobe: Operation<Arguments<typeof args>> = operation(
  { module: "server", name: "modprobe", doc: "Loads or unloads kernel modules, until the next start. Linux.", args },
  async function* ({ module, present, force }, host) {
    const loaded = await host.fact(KernelModules);
    // The kernel writes an underscore wherever the file's name has a dash.
    const isLoaded = (name: string) => Object.hasOwn(loaded, name) || Object.hasOwn(loaded, name.replaceAll("-", "_"));
    const changing = module.filter((name) => isLoaded(name) !== present);
    for (const name of module) {
      if (!changing.includes(name)) host.noop(`kernel module ${name} is ${present ? "loaded" : "not loaded"}`);
    }
    if (changing.length) yield sh`modprobe ${[!present && "-r", force && "-f", "-a"]} ${changing}`;
  },
);
