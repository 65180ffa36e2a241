import { FactError } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import type { Deviation } from "./deviation.ts";
import { sameName } from "./names.ts";
import type { Mismatch } from "./outcome.ts";
import { resultDifference } from "./results.ts";

type Fields = Readonly<Record<string, unknown>>;
type ResultMismatch = Extract<Mismatch, { about: "result" }>;

const MODULES =
  /^(bsdinit|crontab|efibootmgr|files|freebsd|hardware|iptables|launchd|openrc|runit|s6|selinux|server|supervisorctl|systemd|sysvinit|ufw|upstart|zfs)\./;

/** The rules for the facts of init systems, firewalls, SELinux, ZFS and the firmware. */
export const serviceDeviations: readonly Deviation[] = [
  {
    name: "an error for what cannot be read",
    reason: "Where nothing can be made of what a program printed, an empty result would say that nothing is there.",
    applies: (mismatch) =>
      mismatch.about === "result" && MODULES.test(mismatch.ours) && mismatch.found instanceof FactError &&
      isEmpty(mismatch.expected) && mismatch.output.length > 0,
  },
  {
    name: "an error for a line that a program does not print",
    reason: "Such a line says that something is wrong; to leave it out would hide that. All others are read alike.",
    applies: (mismatch) => mismatch.about === "result" && readsTheOthers(mismatch),
  },
  {
    name: "words of a rule in their order",
    reason: "What stands behind an option belongs to it: sorted words, and words parted within quotes, lose that.",
    applies: (mismatch) =>
      mismatch.about === "result" && /^iptables\.\w+Rules$/.test(mismatch.ours) && sameRules(mismatch),
  },
  {
    name: "types of ports of their own",
    reason: "A type for all remaining ports of a range is no type of a port: it hides the one that a port has.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "selinux.SEPorts" &&
      sameTypes(mismatch.expected, mismatch.found),
  },
  {
    name: "whole context",
    reason: "The level of a context may hold colons; categories are a part of it.",
    applies: (mismatch) =>
      mismatch.about === "result" && /^selinux\.FileContext/.test(mismatch.ours) && sameContext(mismatch),
  },
  {
    name: "boot entries with named fields",
    reason: "A field's name tells what it is, a place in a tuple does not; a device path is not a part of the name.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "efibootmgr.EFIBootMgr" && sameBoot(mismatch),
  },
  {
    name: "state with what is known beside it",
    reason: "What the program prints beside a state is typed and given too.",
    applies: (mismatch) =>
      mismatch.about === "result" && /^(supervisorctl\.SupervisorctlStatus|ufw\.\w+)$/.test(mismatch.ours) &&
      holds(mismatch.expected, mismatch.found),
  },
];

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether without the lines that an error quotes, the lesser part of all, the fact is what was expected. */
function readsTheOthers({ expected, found, output, read }: ResultMismatch): boolean {
  let [lines, result] = [output, found];
  while (result instanceof FactError) {
    const { message } = result;
    const others = lines.filter((line) => line === "" || !message.endsWith(`found ${JSON.stringify(line)}`));
    if (others.length === lines.length || others.length * 2 <= output.length) return false;
    lines = others;
    try {
      result = read?.(lines);
    } catch (error) {
      result = error;
    }
  }
  return lines !== output && resultDifference(expected, result) === undefined;
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Error);
}

function sameRules({ expected, found }: ResultMismatch): boolean {
  if (!Array.isArray(expected) || !Array.isArray(found) || expected.length !== found.length) return false;
  return expected.every((rule, index) => {
    const { extras: theirs, log_prefix: prefix, ...rest } = rule as { [field: string]: Json };
    const { extras: ours, logPrefix, ...fields } = found[index] as Fields;
    return resultDifference(rest, fields) === undefined && wordsOf(theirs) === wordsOf(ours) &&
      wordsOf(prefix) === wordsOf(logPrefix);
  });
}

/** All words once, in any order and without quotes. */
function wordsOf(value: unknown): string {
  const text = [value ?? []].flat().filter((word) => word !== "set:").join(" ").replaceAll(/["\\]/g, "");
  return [...new Set(text.split(/\s+/).filter((word) => word !== "" && word !== "!"))].sort().join(" ");
}

function sameTypes(expected: unknown, found: unknown): boolean {
  if (!isFields(expected) || !isFields(found)) return false;
  return [...Object.keys(expected), ...Object.keys(found)].every((protocol) => {
    const [theirs, ours] = [(expected[protocol] ?? {}) as Fields, (found[protocol] ?? {}) as Fields];
    return [...Object.keys(theirs), ...Object.keys(ours)].every((port) =>
      theirs[port] === ours[port] || /^((un|hi_)?reserved|ephemeral)_port_t$/.test(String(theirs[port]))
    );
  });
}

function sameContext({ expected, found }: ResultMismatch): boolean {
  if (isEmpty(expected)) return isEmpty(found);
  if (!isFields(expected) || !isFields(found)) return false;
  const { level: theirs, ...rest } = expected;
  const { level: ours, ...fields } = found;
  return resultDifference(rest as Json, fields) === undefined && String(ours ?? "").startsWith(String(theirs ?? ""));
}

function sameBoot({ expected, found }: ResultMismatch): boolean {
  if (!isFields(expected) || !isFields(found)) return false;
  const { Entries: theirs = {}, ...rest } = expected as { [field: string]: Json };
  const { entries: ours = {}, ...fields } = found as { entries?: Fields };
  const used = Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value)));
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
  return resultDifference(used, given) === undefined && isFields(theirs) &&
    Object.keys(theirs).sort().join() === Object.keys(ours).sort().join() &&
    Object.entries(theirs).every(([number, entry]) => {
      const { active, name, path } = ours[number] as { active: boolean; name: string; path?: string };
      const [isActive, label] = entry as [boolean, string];
      return isActive === active && [name, `${name}\t${path}`].includes(label.trim());
    });
}

/** Whether all of what pyinfra gives is in ours: in a field of the same name, or as the one value that it gives. */
function holds(expected: unknown, found: unknown): boolean {
  if (isEmpty(expected)) return isEmpty(found);
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.length === found.length &&
      expected.every((one, index) => holds(one, found[index]));
  }
  if (isFields(expected)) {
    return isFields(found) && Object.entries(expected).every(([key, value]) => {
      const ours = Object.keys(found).find((one) => sameName(one, key));
      return ours !== undefined && holds(value, found[ours]);
    });
  }
  if (!isFields(found)) return String(expected).toLowerCase() === String(found).toLowerCase();
  const state = String(found.state ?? found.status);
  if (typeof expected === "boolean") return expected === /^(RUNNING|active)$/.test(state);
  return String(expected).toLowerCase() === state.toLowerCase();
}
