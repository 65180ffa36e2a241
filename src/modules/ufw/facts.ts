import { type Fact, fact, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { parseRule, type UfwRule } from "./rules.ts";

/** How ufw is set up; all but `status` only while it is active. */
export interface UfwState {
  readonly status: "active" | "inactive";
  /** Whether and how much it logs, as `on (low)`. */
  readonly logging?: string;
  /** What becomes of packets that no rule is about, as `deny`. */
  readonly incoming?: string;
  readonly outgoing?: string;
  /** The same for what is passed on; `disabled` where nothing is. */
  readonly routed?: string;
  /** What becomes of new application profiles, as `skip`. */
  readonly newProfiles?: string;
}

/** Whether ufw is active, and its defaults. */
export const UfwStatus: Fact<UfwState | null> = fact({
  module: "ufw",
  name: "UfwStatus",
  doc: "Whether ufw is active, how it logs and its defaults; `null` where there is no ufw. Linux with ufw; as root.",
  requiresCommand: "ufw",
  command: () => sh`ufw status verbose`,
  process: (lines) => {
    const status = firstOf(lines, /^Status: (active|inactive)$/)?.[1];
    if (status === undefined) throw unexpected("the status", lines[0] ?? "");
    // Rules stand below it, which are of no interest here but that nothing else stands there.
    ruleLines(lines).forEach(parseRule);
    const defaults = firstOf(lines, /^Default: (.*)$/)?.[1] ?? "";
    const policy = (of: string) => defaults.split(", ").find((one) => one.endsWith(` (${of})`))?.split(" ")[0];
    return {
      status: status as UfwState["status"],
      logging: firstOf(lines, /^Logging: (.*)$/)?.[1],
      incoming: policy("incoming"),
      outgoing: policy("outgoing"),
      routed: policy("routed"),
      newProfiles: firstOf(lines, /^New profiles: (.*)$/)?.[1],
    };
  },
});

function firstOf(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  return lines.map((line) => pattern.exec(line.trim())).find((found) => found !== null) ?? undefined;
}

/** The rules of ufw. */
export const UfwRules: Fact<UfwRule[]> = fact({
  module: "ufw",
  name: "UfwRules",
  doc: "The rules of ufw in their order; none while it is inactive. Linux with ufw; as root.",
  requiresCommand: "ufw",
  command: () => sh`ufw status numbered`,
  process: (lines) => ruleLines(lines).map(parseRule),
  default: () => [],
});

function ruleLines(lines: readonly string[]): string[] {
  const isRule = (line: string) =>
    !/^\s*$|^(Status|Logging|Default|New profiles): |^\s*(To +Action +From|-- +-+ +-+)\s*$/.test(line);
  return lines.filter(isRule);
}
