import { unexpected } from "../lines.ts";

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

const NUMBER = /^\[ *(\d+)\] /;
const ACTION = / (ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?(?= )/;
const MARKS = / \(((?:log|log-all|out)(?:, out)?)\)$/;
const DIRECTIONS = { IN: "in", OUT: "out", FWD: "forward" } as const;

/** Reads a rule of `ufw status`, with numbers or without. */
export function parseRule(line: string): UfwRule {
  // A comment cannot hold what stands in front of it, so that the first " # " is its start.
  const hash = line.indexOf(" # ");
  const rule = (hash < 0 ? line : line.slice(0, hash)).trimEnd();
  const comment = hash < 0 ? undefined : line.slice(hash + " # ".length);
  const [numbered = "", number] = NUMBER.exec(rule) ?? [];
  const [matched, action, direction = "IN"] = ACTION.exec(rule) ?? [];
  const at = matched === undefined ? 0 : rule.indexOf(matched);
  const to = rule.slice(numbered.length, at).trimEnd();
  const source = rule.slice(at + (matched ?? "").length).trimStart();
  if (matched === undefined || !/^\S/.test(to) || source === "") throw unexpected("a rule", line);
  const [marked = "", marks = ""] = MARKS.exec(source) ?? [];
  const from = source.slice(0, source.length - marked.length).trimEnd();
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
