import { type Fact, fact, sh } from "../../api/mod.ts";
import { type NftTable, parseRuleset } from "./ruleset.ts";

/** The tables of nftables. */
export const NftablesRuleset: Fact<NftTable[]> = fact({
  module: "nftables",
  name: "NftablesRuleset",
  doc:
    "The tables with their chains, rules, sets and maps, those of iptables-nft and firewalld too. Linux with nft; as " +
    "root.",
  requiresCommand: "nft",
  command: () => sh`nft -j list ruleset`,
  process: (lines) => lines.every((line) => line.trim() === "") ? [] : parseRuleset(lines),
  default: () => [],
});
