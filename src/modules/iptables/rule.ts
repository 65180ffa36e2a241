import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { extraArguments, words } from "../packages.ts";
import { word } from "../word.ts";
import { Ip6tablesRules, IptablesRules } from "./facts.ts";
import { programOf, tableArgument, versionArgument } from "./program.ts";
import type { IptablesRule } from "./rules.ts";
import { sameRule } from "./same_rule.ts";

const match = (what: string) => word().optional().describe(what);
const protocolName = (what: string) => word().transform((name) => name.toLowerCase()).optional().describe(what);
const port = (what: string) => z.union([z.int().min(0).max(65535), word()]).transform(String).optional().describe(what);

const args = () =>
  z.object({
    chain: word().describe("the chain"),
    jump: word().describe("what becomes of the packets: `ACCEPT`, `DROP`, another chain …"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    table: tableArgument(),
    append: z.boolean().default(true).describe("put a new rule behind the others; `false` for in front of them"),
    version: versionArgument(),
    protocol: protocolName("the protocol, as `tcp`"),
    notProtocol: protocolName("the protocol that it must not be"),
    source: match("where they come from: an address or a network, as `10.0.0.0/8`"),
    notSource: match("where they must not come from"),
    destination: match("where they go to: an address or a network"),
    notDestination: match("where they must not go to"),
    inInterface: match("the interface that they come in by"),
    notInInterface: match("the interface that they must not come in by"),
    outInterface: match("the interface that they go out by"),
    notOutInterface: match("the interface that they must not go out by"),
    toDestination: match("the new destination; with the table `nat` and the jump `DNAT`"),
    toSource: match("the new source; with the table `nat` and the jump `SNAT`"),
    toPorts: port("the new port or range of ports; with the table `nat` and the jump `REDIRECT`"),
    logPrefix: z.string().min(1).optional().describe("what stands in front of what is logged; with the jump `LOG`"),
    destinationPort: port("the port that they go to, or a range as `1000:2000`; with a protocol"),
    sourcePort: port("the port that they come from, or a range; with a protocol"),
    extras: extraArguments("the rule, as `-m state --state NEW`"),
  });

type RuleArguments = z.output<ReturnType<typeof args>>;

/** Adds or removes a rule of iptables. */
export const rule: Operation<Arguments<typeof args>> = operation(
  {
    module: "iptables",
    name: "rule",
    doc: "Adds or removes a rule of iptables, until the next start. Rules are compared as iptables prints them: " +
      "networks with their width, `REJECT` with its default. Linux with iptables; as root.",
    args,
    invalidates: ["iptables", "nftables"],
    leavesNothing: true,
  },
  async function* (args, host) {
    checkArguments(args);
    const { chain, present, table, append, version } = args;
    const extras = extrasOf(args);
    const rules = await host.fact(version === 4 ? IptablesRules : Ip6tablesRules, { table });
    const exists = rules.some((one) => sameRule(one, { ...wantedRule(args), extras }));
    if (exists === present) return host.noop(`iptables ${chain} rule ${exists ? "exists" : "does not exist"}`);
    const action = !present ? "-D" : append ? "-A" : "-I";
    yield sh`${programOf(version)} -t ${table} ${action} ${chain} ${matches(args)} -j ${args.jump} ${extras} ${
      targetWords(args)
    }`;
  },
);

function checkArguments({ protocol, destinationPort, sourcePort, table, jump, ...args }: RuleArguments): void {
  if (protocol === undefined && (destinationPort ?? sourcePort) !== undefined) {
    throw new OperationError("iptables cannot filter by destinationPort or sourcePort without a protocol", {
      hint: 'Give the protocol, as protocol: "tcp".',
    });
  }
  const needs = { toDestination: "DNAT", toSource: "SNAT", toPorts: "REDIRECT" } as const;
  for (const [name, target] of Object.entries(needs) as [keyof typeof needs, string][]) {
    if (args[name] === undefined || (table === "nat" && jump === target)) continue;
    const found = `(table=${table}, jump=${jump})`;
    throw new OperationError(`iptables only supports ${name} on the nat table and the ${target} jump ${found}`, {
      hint: `Give table: "nat" and jump: "${target}", or leave ${name} out.`,
    });
  }
  if (args.logPrefix !== undefined && jump !== "LOG") {
    throw new OperationError(`iptables only supports logPrefix with the LOG jump (jump=${jump})`, {
      hint: 'Give jump: "LOG", or leave logPrefix out.',
    });
  }
}

function extrasOf({ extras, destinationPort, sourcePort }: RuleArguments): string[] {
  return [
    ...words(extras),
    ...(destinationPort === undefined ? [] : ["--dport", destinationPort]),
    ...(sourcePort === undefined ? [] : ["--sport", sourcePort]),
  ];
}

function wantedRule(
  { present: _p, table: _t, append: _a, version: _v, extras: _e, ...rule }: RuleArguments,
): IptablesRule {
  const { destinationPort: _d, sourcePort: _s, ...own } = rule;
  return own;
}

const MATCHES = [
  ["-p", "protocol", "notProtocol"],
  ["-s", "source", "notSource"],
  ["-d", "destination", "notDestination"],
  ["-i", "inInterface", "notInInterface"],
  ["-o", "outInterface", "notOutInterface"],
] as const;

function matches(args: RuleArguments): string[] {
  return MATCHES.flatMap(([flag, name, negated]) => [
    ...(args[name] === undefined ? [] : [flag, args[name]]),
    ...(args[negated] === undefined ? [] : ["!", flag, args[negated]]),
  ]);
}

function targetWords({ logPrefix, toDestination, toSource, toPorts }: RuleArguments): string[] {
  const options = {
    "--log-prefix": logPrefix,
    "--to-destination": toDestination,
    "--to-source": toSource,
    "--to-ports": toPorts,
  };
  return Object.entries(options).flatMap(([flag, value]) => value === undefined ? [] : [flag, value]);
}
