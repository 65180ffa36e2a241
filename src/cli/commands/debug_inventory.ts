import { mergedData } from "../../inventory/mod.ts";
import { mask } from "../../command/mod.ts";
import { toJson } from "../render_json.ts";
import type { CliSession } from "../session.ts";

/** `drover INVENTORY debug-inventory`: groups and merged data of each host, and where each value comes from. Connects to nothing. */
export function debugInventoryCommand({ setup: { inventory }, options, terminal, colors }: CliSession): number {
  if (options.flag("json")) {
    const hosts = inventory.hosts.map(({ name, connector, groups, data, active }) => ({
      name,
      connector,
      active,
      groups,
      data: mergedData(data),
    }));
    terminal.out(`${toJson(hosts)}\n`);
    return 0;
  }
  for (const { name, connector, groups, data, active } of inventory.hosts) {
    terminal.out(`${colors.bold(name)} (@${connector}${active ? "" : ", left out"})\n`);
    terminal.out(`    groups: ${groups.join(", ") || "none"}\n`);
    for (const [key, value] of Object.entries(mergedData(data)).sort(([a], [b]) => a < b ? -1 : 1)) {
      const layer = data.layers.find((one) => Object.hasOwn(one.values, key));
      terminal.out(mask(`    ${key} = ${JSON.stringify(value)}  (${layer?.source})\n`));
    }
  }
  return 0;
}
