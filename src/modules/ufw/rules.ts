/** A rule of ufw. */
export interface UfwRule {
  /** Its number, by which ufw deletes it; absent where ufw was not asked for numbers. */
  readonly number?: number;
  readonly action: "allow" | "deny" | "reject" | "limit";
  readonly direction: "in" | "out" | "forward";
  /** What it is about at the destination, as ufw prints it: `22/tcp`, `10.0.0.1 80`, `Anywhere on eth0`. */
  readonly to: string;
  /** What it is about at the source, as ufw prints it. */
  readonly from: string;
  readonly isV6: boolean;
  /** Which packets it logs. */
  readonly log?: "log" | "log-all";
  readonly comment?: string;
}

const RULE = /^(?:\[ *(\d+)\] )?(\S.*?) +(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))? +(\S.*?)\s*$/;
const DIRECTIONS = { IN: "in", OUT: "out", FWD: "forward" } as const;

/** Reads a rule of `ufw status`, with numbers or without. */
export function parseRule(line: string): UfwRule {
  // A comment cannot hold what stands in front of it, so that the first " # " is its start.
  const [, rest = "", comment] = /^(.*?)(?: +# (.*))?$/.exec(line) ?? [];
  const [, number, to, action, direction = "IN", source] = RULE.exec(rest) ?? [];
  if (to === undefined) throw new Error(`expected a rule, found ${JSON.stringify(line)}`);
  const [, from = "", marks = ""] = /^(.*?)(?: +\(((?:log|log-all|out)(?:, out)?)\))?$/.exec(source!) ?? [];
  const log = /^log(-all)?/.exec(marks)?.[0] as UfwRule["log"];
  return {
    ...number !== undefined && { number: Number(number) },
    action: action!.toLowerCase() as UfwRule["action"],
    direction: DIRECTIONS[direction as keyof typeof DIRECTIONS],
    to,
    from,
    isV6: `${to} ${from}`.includes("(v6)") || `${to} ${from}`.split(" ").some(isV6Address),
    ...log !== undefined && { log },
    ...comment !== undefined && { comment },
  };
}

/** Two colons at least: one alone stands in a range of ports. */
function isV6Address(word: string): boolean {
  return /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f.:]*(\/\w+)?$/i.test(word);
}
