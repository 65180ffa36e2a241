import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import type { Inspected } from "../inspection.ts";
import { DockerPlugin } from "./facts.ts";
import { flag, nameOf, pairs } from "./options.ts";

const args = () =>
  z.object({
    plugin: nameOf("the plugin, as `vieux/sshfs:latest`"),
    alias: nameOf("the name that it has on the host").optional(),
    present: z.boolean().default(true).describe("whether it shall be there"),
    enabled: z.boolean().default(true).describe("whether it shall be enabled"),
    pluginOptions: pairs("its settings"),
  });

/** Installs, changes or removes a plugin of docker. */
export const plugin: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "plugin",
    doc:
      "Installs a plugin and grants it what it asks for, enables, disables or changes it, or removes it. Systems with " +
      "docker.",
    args,
  },
  async function* ({ plugin, alias, present, enabled, pluginOptions = [] }, host) {
    const name = alias ?? plugin;
    const existing = await host.fact(DockerPlugin, { objectId: name });
    const isEnabled = existing?.Enabled === true;
    if (!present) {
      if (!existing) return host.noop(`plugin ${name} is not installed`);
      if (isEnabled) yield sh`docker plugin disable ${name}`;
      yield sh`docker plugin rm ${name}`;
      return;
    }
    if (!existing) {
      const words = ["--grant-all-permissions", ...flag("--alias", alias), !enabled && "--disable"];
      yield sh`docker plugin install ${words} ${plugin} ${pluginOptions}`;
      return;
    }
    const settings = settingsOf(existing);
    const differing = settings === undefined ? [] : pluginOptions.filter((option) => !settings.includes(option));
    if (differing.length === 0 && enabled === isEnabled) return host.noop(`plugin ${name} is installed`);
    // Settings can only be changed while it is disabled.
    if (isEnabled) yield sh`docker plugin disable ${name}`;
    if (differing.length > 0) yield sh`docker plugin set ${name} ${differing}`;
    if (enabled) yield sh`docker plugin enable ${name}`;
  },
);

function settingsOf(plugin: Inspected): readonly unknown[] | undefined {
  const { Env } = (plugin.Settings ?? {}) as { readonly Env?: unknown };
  return Array.isArray(Env) ? Env : undefined;
}
