import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { Ip6tablesChains, IptablesChains } from "./facts.ts";
import { programOf, tableArgument, versionArgument } from "./program.ts";

const args = () =>
  z.object({
    chain: word().describe("the chain"),
    present: z.boolean().default(true).describe("whether it shall be there; only an empty one can be removed"),
    table: tableArgument(),
    policy: z.string().regex(/^\w+$/, "a word").optional().describe(
      "what becomes of packets that no rule is about: `ACCEPT` or `DROP`; for chains that come with iptables",
    ),
    version: versionArgument(),
  });

/** Adds or removes a chain of iptables, or sets its policy. */
export const chain: Operation<Arguments<typeof args>> = operation(
  {
    module: "iptables",
    name: "chain",
    doc: "Adds or removes a chain of iptables, or sets its policy, until the next start. Linux with iptables; as root.",
    args,
    invalidates: ["iptables", "nftables"],
    leavesNothing: true,
  },
  async function* ({ chain, present, table, policy, version }, host) {
    const chains = await host.fact(version === 4 ? IptablesChains : Ip6tablesChains, { table });
    const program = programOf(version);
    const exists = Object.hasOwn(chains, chain);
    if (!present) {
      if (exists) yield sh`${program} -t ${table} -X ${chain}`;
      else host.noop(`iptables chain ${chain} does not exist`);
      return;
    }
    if (exists) host.noop(`iptables chain ${chain} exists`);
    else yield sh`${program} -t ${table} -N ${chain}`;
    if (policy !== undefined && chains[chain] !== policy) yield sh`${program} -t ${table} -P ${chain} ${policy}`;
  },
);
