import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { line } from "../files/mod.ts";
import { Sysctl, type SysctlValue } from "./facts.ts";

const single = () => z.union([z.string(), z.number()]);
const args = () =>
  z.object({
    key: z.string().regex(/^[A-Za-z0-9_][^\s=]*$/, "the key of a kernel setting").describe("the setting"),
    value: z.union([single(), z.array(single()).readonly()]).describe("its value; a list for one of several words"),
    persist: z.boolean().default(false).describe("keep it for the next start, in `persistFile`"),
    persistFile: arg.path().default("/etc/sysctl.conf").describe("the file that keeps it"),
  });

/** Sets a kernel setting. */
export const sysctl: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "sysctl",
    doc: "Sets a kernel setting, and keeps it if asked to. Linux, BSD.",
    args,
    leavesNothing: true,
  },
  async function* ({ key, value, persist, persistFile }, host) {
    const text = asText(value);
    const present = await host.fact(Sysctl, { keys: [key] });
    if (Object.hasOwn(present, key) && asText(present[key]!) === text) host.noop(`sysctl ${key} is set to ${text}`);
    else yield sh`sysctl ${`${key}=${text}`}`;
    if (!persist) return;
    const name = key.replaceAll(/[.*[\]^$\\]/g, "\\$&");
    yield* line.inner({ path: persistFile, line: `^[[:space:]]*${name}[[:space:]]*=.*$`, replace: `${key} = ${text}` });
  },
);

function asText(value: SysctlValue): string {
  return typeof value === "object" ? value.join(" ") : String(value).trim().replaceAll(/\s+/g, " ");
}
