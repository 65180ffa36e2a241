import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { DnfDisabledModules, DnfEnabledModules } from "./facts.ts";

const args = () =>
  z.object({
    module: word().describe("the module"),
    stream: word().optional().describe("the stream to enable (default: the one that is enabled, or the module's own)"),
    enabled: z.boolean().default(true).describe("whether it shall be enabled; else it is disabled as a whole"),
  });

/** Enables a stream of a module, or disables a module. */
export const module: Operation<Arguments<typeof args>> = operation(
  {
    module: "dnf",
    name: "module",
    doc:
      "Enables a stream of a module, also in place of another stream, or disables a module. Packages stay as they are. " +
      "Red Hat 8 and 9 and relatives.",
    args,
  },
  async function* ({ module, stream, enabled }, host) {
    const [streams, disabled] = await Promise.all([host.fact(DnfEnabledModules), host.fact(DnfDisabledModules)]);
    if (!enabled) {
      if (disabled.includes(module)) host.noop(`module ${module} is disabled`);
      else yield sh`dnf module disable -y ${module}`;
      return;
    }
    const current = Object.hasOwn(streams, module) ? streams[module]! : undefined;
    if (current !== undefined && (stream === undefined || stream === current)) {
      return host.noop(`module ${module} is enabled (${current})`);
    }
    const enable = sh`dnf module enable -y ${stream === undefined ? module : `${module}:${stream}`}`;
    // dnf refuses to enable one stream in place of another.
    yield current === undefined ? enable : sh`dnf module reset -y ${module} && ${enable}`;
  },
);
