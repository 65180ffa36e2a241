import type { IptablesRule } from "./rules.ts";

/** Whether two rules do the same, one of them as iptables prints it and one as a user wrote it. */
export function sameRule(one: IptablesRule, other: IptablesRule): boolean {
  const [left, right] = [normal(one), normal(other)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => left[name] === right[name]);
}

const DEFAULT_REJECTS = ["icmp-port-unreachable", "icmp6-port-unreachable"];

/** All that a rule says, in one way. */
function normal({ extras = [], ...rule }: IptablesRule): Readonly<Record<string, string | undefined>> {
  const fields = Object.fromEntries(
    Object.entries(rule).map(([name, value]) => {
      if (/^(not)?(source|destination)$/i.test(name)) return [name, network(value)];
      return [name, /protocol$/i.test(name) ? protocolName(value) : value];
    }),
  );
  const words = new Set(withoutImplied(extras, rule.protocol));
  // iptables prints it for a REJECT that was given without.
  const type = extras[extras.indexOf("--reject-with") + 1];
  if (rule.jump === "REJECT" && words.has("--reject-with") && DEFAULT_REJECTS.includes(type!)) {
    words.delete("--reject-with");
    words.delete(type!);
  }
  return { ...fields, extras: [...words].map(list).sort().join("\0") };
}

/** A word of several with commas between them in their order, which iptables chooses. */
function list(word: string): string {
  return word.split(",").sort().join(",");
}

/** The words but for the module that a protocol brings by itself. */
function withoutImplied(words: readonly string[], protocol: string | undefined): string[] {
  return words.filter((text, index) => {
    const isModule = (at: number) => ["-m", "--match"].includes(words[at] ?? "");
    const names = (name: string | undefined) => name !== undefined && protocolName(name) === protocolName(protocol);
    return !(isModule(index) && names(words[index + 1])) && !(isModule(index - 1) && names(text));
  });
}

function protocolName(name: string | undefined): string | undefined {
  return name !== undefined && /^(icmpv6|icmp6)$/i.test(name) ? "ipv6-icmp" : name?.toLowerCase();
}

/** An address with the width of its network; nothing for the network of all. */
function network(address: string | undefined): string | undefined {
  if (address === undefined || /^(0\.0\.0\.0|::)\/0$/.test(address)) return undefined;
  if (address.includes("/")) return address.toLowerCase();
  return /^[\d.]+$/.test(address) ? `${address}/32` : address.includes(":") ? `${address.toLowerCase()}/128` : address;
}
