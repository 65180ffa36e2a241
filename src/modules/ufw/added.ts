import { type Fact, fact, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** A rule of ufw as it was asked for. */
export interface UfwAddedRule {
  readonly action: "allow" | "deny" | "reject" | "limit";
  readonly direction: "in" | "out";
  /** A rule for what is passed on. */
  readonly isRouted: boolean;
  readonly interface?: string;
  readonly log?: "log" | "log-all";
  readonly from?: string;
  readonly fromPort?: string;
  readonly to?: string;
  /** The port or ports that it is about, as `22` or `8000:8010`. */
  readonly port?: string;
  readonly proto?: string;
  /** The application profile. */
  readonly app?: string;
  readonly comment?: string;
}

const HEADING = /^(Added user rules \(see .*|\(None\))$/;

/** The rules that were added to ufw. */
export const UfwAddedRules: Fact<UfwAddedRule[]> = fact({
  module: "ufw",
  name: "UfwAddedRules",
  doc: "The rules that were added to ufw, as they were asked for, also while it is inactive. Linux with ufw; as root.",
  requiresCommand: "ufw",
  command: () => sh`ufw show added`,
  process: (lines) => lines.filter((line) => line.trim() !== "" && !HEADING.test(line)).map(parseAdded),
  default: () => [],
});

/** Words, of which those in single quotes hold spaces. A comment goes on to the last quote. */
const WORD = /comment '(.*)'$|'([^']*)'|(\S+)/g;

function parseAdded(line: string): UfwAddedRule {
  const found = [...line.trim().matchAll(WORD)];
  const comment = found.at(-1)?.[1];
  const words = found.flatMap(([, , quoted, plain]) => quoted ?? plain ?? []);
  const next = (...expected: string[]) => expected.includes(words[0] ?? "") ? words.shift() : undefined;
  next("ufw");
  const isRouted = next("route") !== undefined;
  const action = next("allow", "deny", "reject", "limit");
  if (action === undefined) throw unexpected("a rule", line);
  const rule: Record<string, string> = {};
  let direction = "in";
  let side = "to";
  while (words.length > 0) {
    const word = words.shift()!;
    const value = () => {
      const text = words.shift();
      if (text === undefined) throw unexpected("a rule", line);
      return text;
    };
    if (word === "in" || word === "out") direction = word;
    else if (word === "on") rule.interface = value();
    else if (word === "log" || word === "log-all") rule.log = word;
    else if (word === "from" || word === "to") rule[side = word] = value();
    else if (word === "port") rule[side === "to" ? "port" : "fromPort"] = value();
    else if (word === "app") rule.app = value();
    else if (word === "proto") rule.proto = value();
    else if (/^[\d,:]+(\/(tcp|udp))?$/.test(word)) [rule.port, rule.proto] = word.split("/") as [string, string];
    else rule.app = word;
  }
  const fields = Object.entries(rule).filter(([, value]) => value !== undefined && value !== "any");
  return {
    action: action as UfwAddedRule["action"],
    direction: direction as UfwAddedRule["direction"],
    isRouted,
    ...Object.fromEntries(fields),
    ...comment !== undefined && { comment },
  };
}
