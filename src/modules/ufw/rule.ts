import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { type UfwAddedRule, UfwAddedRules } from "./added.ts";

const args = () =>
  z.object({
    action: z.enum(["allow", "deny", "reject", "limit"]).describe("what becomes of the packets"),
    port: z.union([z.int().min(1).max(65535).transform(String), z.string().regex(/^[\d,:]+$/, "ports, as `80,443`")])
      .optional().describe("the port that they go to, several as `80,443`, or a range as `8000:8010`"),
    proto: z.enum(["tcp", "udp", "ah", "esp", "gre", "ipv6", "igmp"]).optional().describe(
      "the protocol (default: any)",
    ),
    fromIp: word().optional().describe("where they come from: an address or a network (default: anywhere)"),
    toIp: word().optional().describe("where they go to: an address or a network (default: anywhere)"),
    direction: z.enum(["in", "out"]).optional().describe("whether they come in or go out (default: `in`)"),
    interface: word().optional().describe("the interface that they come in or go out by (default: any)"),
    app: z.string().min(1).optional().describe("an application profile in place of port and protocol, as `OpenSSH`"),
    log: z.union([z.boolean(), z.enum(["log", "log-all"])]).default(false).describe(
      "log new connections, or all packets (`log-all`)",
    ),
    comment: z.string().regex(/^[^'\n]+$/, "one line without single quotes").optional().describe("a note for people"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

type RuleArguments = z.output<ReturnType<typeof args>>;

/** Adds or removes a rule of ufw. */
export const rule: Operation<Arguments<typeof args>> = operation(
  {
    module: "ufw",
    name: "rule",
    doc:
      "Adds or removes a rule of ufw, for now and after the next start, also while it is inactive. Linux with ufw; as " +
      "root.",
    args,
  },
  async function* (args, host) {
    const { present, comment } = args;
    if (args.app !== undefined && (args.port ?? args.proto) !== undefined) {
      throw new OperationError("Cannot make a rule of ufw with a profile and a port or protocol", {
        hint: "Leave out app, or port and proto.",
      });
    }
    if ((args.app ?? args.port ?? args.proto ?? args.fromIp ?? args.toIp ?? args.interface) === undefined) {
      throw new OperationError("Cannot make a rule of ufw that is about nothing", {
        hint: "Give a port, an address, an interface or a profile; for all packets there is ufw.default.",
      });
    }
    const same = (await host.fact(UfwAddedRules)).filter((one) => isSame(one, args));
    // Another comment is a change, but a rule is removed whatever its comment.
    const exists = same.some((one) => !present || comment === undefined || one.comment === comment);
    if (exists === present) return host.noop(`ufw rule ${present ? "exists" : "does not exist"}`);
    // With its comment ufw would not find a rule that has another.
    yield present ? sh`ufw ${ruleWords(args)}` : sh`ufw delete ${ruleWords({ ...args, comment: undefined })}`;
  },
);

function isSame(rule: UfwAddedRule, wanted: RuleArguments): boolean {
  const log = wanted.log === true ? "log" : wanted.log || undefined;
  const pairs = [
    [rule.isRouted, false],
    [rule.action, wanted.action],
    [rule.direction, wanted.direction ?? "in"],
    [rule.interface, wanted.interface],
    [rule.log, log],
    [rule.from, addressOf(wanted.fromIp)],
    [rule.fromPort, undefined],
    [rule.to, addressOf(wanted.toIp)],
    [rule.port, wanted.port],
    [rule.proto, wanted.proto],
    [rule.app, wanted.app],
  ];
  return pairs.every(([one, other]) => one === other);
}

/** An address as ufw writes it: nothing for any, no width for one of its own. */
function addressOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "any") return undefined;
  return text.replace(/^([\d.]+)\/32$/, "$1").replace(/^(.*:.*)\/128$/, "$1").toLowerCase();
}

function ruleWords({ action, direction, interface: by, log, fromIp, toIp, port, proto, app, comment }: RuleArguments) {
  const to = toIp ?? "any";
  return [
    action,
    ...(direction === undefined && by === undefined ? [] : [direction ?? "in"]),
    ...(by === undefined ? [] : ["on", by]),
    ...(log === false ? [] : [log === true ? "log" : log]),
    ...(proto === undefined ? [] : ["proto", proto]),
    "from",
    fromIp ?? "any",
    "to",
    to,
    ...(port === undefined ? [] : ["port", port]),
    ...(app === undefined ? [] : ["app", app]),
    ...(comment === undefined ? [] : ["comment", comment]),
  ];
}
