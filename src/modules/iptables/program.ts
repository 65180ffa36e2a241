import { z } from "../../api/mod.ts";

/** The tables of iptables. */
export const tableArgument = () =>
  z.enum(["filter", "nat", "mangle", "raw", "security"]).default("filter").describe("the table");

/** The version of the Internet Protocol. */
export const versionArgument = () => z.literal([4, 6]).default(4).describe("the version of the Internet Protocol");

/** The program that is about a version of the Internet Protocol. */
export function programOf(version: 4 | 6): "iptables" | "ip6tables" {
  return version === 4 ? "iptables" : "ip6tables";
}
