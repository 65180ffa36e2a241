import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { type IptablesRule, parseRule } from "./rules.ts";

const args = () =>
  z.object({ table: z.enum(["filter", "nat", "mangle", "raw", "security"]).default("filter").describe("the table") });

/** A table of iptables. */
export type IptablesTable = "filter" | "nat" | "mangle" | "raw" | "security";

function rulesFact(name: string, program: string, addresses: string): Fact<IptablesRule[], { table?: IptablesTable }> {
  return fact({
    module: "iptables",
    name,
    doc: `The ${addresses} rules of a table, in their order. Linux with iptables; as root.`,
    args,
    requiresCommand: program,
    command: ({ table }) => sh`${program} -t ${table}`,
    process: (lines) => content(lines).filter((line) => !line.startsWith(":")).map(parseRule),
    default: () => [],
  });
}

function chainsFact(
  name: string,
  program: string,
  addresses: string,
): Fact<Record<string, string>, { table?: IptablesTable }> {
  return fact({
    module: "iptables",
    name,
    doc:
      `The ${addresses} chains of a table with their policies: \`ACCEPT\`, \`DROP\`, or \`-\` for a chain that was ` +
      "added. Linux with iptables; as root.",
    args,
    requiresCommand: program,
    command: ({ table }) => sh`${program} -t ${table}`,
    process: (lines) =>
      Object.fromEntries(
        content(lines).filter((line) => !line.startsWith("-")).map((line) => {
          const [, chain, policy] = /^:\s*(\S+)\s+(\S+)/.exec(line) ?? [];
          if (chain === undefined) throw unexpected("a chain", line);
          return [chain, policy!];
        }),
      ),
    default: () => ({}),
  });
}

/** The lines for chains and rules; counters in front of a rule are taken off. */
function content(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim().replace(/^\[\d+:\d+\] /, ""))
    .filter((line) => line !== "" && line !== "COMMIT" && !/^[#*]/.test(line));
}

/** The IPv4 rules of a table. */
export const IptablesRules: Fact<IptablesRule[], { table?: IptablesTable }> = rulesFact(
  "IptablesRules",
  "iptables-save",
  "IPv4",
);

/** The IPv6 rules of a table. */
export const Ip6tablesRules: Fact<IptablesRule[], { table?: IptablesTable }> = rulesFact(
  "Ip6tablesRules",
  "ip6tables-save",
  "IPv6",
);

/** The IPv4 chains of a table. */
export const IptablesChains: Fact<Record<string, string>, { table?: IptablesTable }> = chainsFact(
  "IptablesChains",
  "iptables-save",
  "IPv4",
);

/** The IPv6 chains of a table. */
export const Ip6tablesChains: Fact<Record<string, string>, { table?: IptablesTable }> = chainsFact(
  "Ip6tablesChains",
  "ip6tables-save",
  "IPv6",
);
