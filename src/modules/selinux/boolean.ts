import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { SEBoolean } from "./facts.ts";

const args = () =>
  z.object({
    boolName: word().describe("the boolean, as `httpd_can_network_connect`"),
    value: z.enum(["on", "off"]).describe("what it shall be"),
    persistent: z.boolean().default(false).describe("keep a change beyond the next start"),
  });

/** Switches a boolean of SELinux. */
export const boolean: Operation<Arguments<typeof args>> = operation(
  {
    module: "selinux",
    name: "boolean",
    doc: "Switches a boolean of SELinux. What it is now is compared, not what it will be after the next start. Linux " +
      "with SELinux; as root.",
    args,
    invalidates: ["selinux"],
  },
  async function* ({ boolName, value, persistent }, host) {
    if (await host.fact(SEBoolean, { boolean: boolName }) === value) {
      return host.noop(`boolean '${boolName}' already had the value '${value}'`);
    }
    yield sh`setsebool ${[persistent && "-P"]} ${boolName} ${value}`;
  },
);
