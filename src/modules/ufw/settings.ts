import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { UfwStatus } from "./facts.ts";

const serviceArguments = () =>
  z.object({
    enabled: z.boolean().default(true).describe("whether it shall be active, now and after the next start"),
    reload: z.boolean().default(false).describe("have it load its rules anew if it is active already"),
  });

/** Enables, disables or reloads ufw. */
export const service: Operation<Arguments<typeof serviceArguments>> = operation(
  {
    module: "ufw",
    name: "service",
    doc: "Enables or disables ufw, or has it load its rules anew. See that a rule lets your own connection in first. " +
      "Linux with ufw; as root.",
    args: serviceArguments,
  },
  async function* ({ enabled, reload }, host) {
    const isActive = (await host.fact(UfwStatus))?.status === "active";
    if (enabled === isActive) host.noop(`ufw is already ${enabled ? "enabled" : "disabled"}`);
    else yield enabled ? sh`ufw --force enable` : sh`ufw disable`;
    if (enabled && isActive && reload) yield sh`ufw reload`;
  },
);

const defaultArguments = () =>
  z.object({
    policy: z.enum(["allow", "deny", "reject"]).describe("what becomes of packets that no rule is about"),
    direction: z.enum(["incoming", "outgoing", "routed"]).default("incoming").describe("which packets"),
  });

/** Sets what ufw does with packets that no rule is about. */
const defaultPolicy: Operation<Arguments<typeof defaultArguments>> = operation(
  {
    module: "ufw",
    name: "default",
    doc:
      "Sets what becomes of packets that no rule is about. While ufw is not active it does not tell, so that it is " +
      "set every time. Linux with ufw; as root.",
    args: defaultArguments,
  },
  async function* ({ policy, direction }, host) {
    if ((await host.fact(UfwStatus))?.[direction] === policy) {
      return host.noop(`default policy for ${direction} is already ${policy}`);
    }
    yield sh`ufw default ${policy} ${direction}`;
  },
);
export { defaultPolicy as default };

const LEVELS = ["off", "on", "low", "medium", "high", "full"] as const;
const loggingArguments = () => z.object({ level: z.enum(LEVELS).describe("how much to log; `on` is `low`") });

/** Sets how much ufw logs. */
export const logging: Operation<Arguments<typeof loggingArguments>> = operation(
  {
    module: "ufw",
    name: "logging",
    doc: "Sets how much ufw logs. While it is not active it does not tell, so that it is set every time. Linux with " +
      "ufw; as root.",
    args: loggingArguments,
  },
  async function* ({ level }, host) {
    const logging = (await host.fact(UfwStatus))?.logging;
    const wanted = level === "off" ? "off" : `on (${level === "on" ? "low" : level})`;
    if (logging === wanted || (level === "on" && logging?.startsWith("on"))) {
      return host.noop(`logging is already ${level}`);
    }
    yield sh`ufw logging ${level}`;
  },
);
