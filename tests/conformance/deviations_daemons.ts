import type { Deviation } from "./deviation.ts";
import type { Mismatch } from "./outcome.ts";
import { separate, type Step } from "./steps.ts";
import { ACTIVE, tokenize } from "./tokens.ts";

type CommandsMismatch = Extract<Mismatch, { about: "commands" }>;

/** Flags that stand alone, by the program; all others have a value. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  docker: ["-a", "-f", "--rm", "--privileged", "--ingress", "--attachable", "--volumes", "--no-cache", "--build", "-v"],
  "docker compose": ["-d", "--build", "--force-recreate", "--remove-orphans", "-v", "--volumes"],
  "docker plugin": ["--grant-all-permissions", "--disable", "-f", "--force"],
  "docker container": ["--rm", "--privileged", "-f"],
  freebsd: ["-F", "-f", "-y", "-a", "-i", "-x", "-v", "--not-running-from-cron"],
  iptables: [],
  zfs: ["-r", "-s", "-p"],
};

/** Long names of flags by their short ones, where it is certain what is meant. */
const LONG: Readonly<Record<string, string>> = {
  "-c": "--configuration",
  "-s": "--serverurl",
  "-u": "--username",
  "-p": "--password",
};

/** The rules for the operations of daemons, containers and firewalls. */
export const daemonDeviations: readonly Deviation[] = [
  {
    name: "options in another order",
    reason: "The program takes its options in any order; each has the value that it shall have.",
    applies: (mismatch) =>
      isOf(mismatch, /^(docker|freebsd|iptables|zfs)\./) &&
      sameTexts(mismatch, (words) => grouped(words, mismatch.ours.split(".")[0]!)),
  },
  {
    name: "failures of supervisorctl are said as such",
    reason: "supervisorctl says what is wrong on its standard output, where it would be lost.",
    applies: (mismatch) => isOf(mismatch, /^supervisorctl\./) && sameTexts(mismatch, withoutReport),
  },
  {
    name: "a loop for the shells of all systems",
    reason: "seq is not on every system; the end of the wait says what it waited for.",
    applies: (mismatch) => isOf(mismatch, /^runit\./) && sameTexts(mismatch, asWait),
  },
  {
    name: "exit code of puppet",
    reason: "== is no operator of test in every shell; that 2 is a success is said without the shell.",
    applies: (mismatch) =>
      isOf(mismatch, /^puppet\./) &&
      sameTexts(mismatch, (words) => words.join(" ").replace(/ \|\| \[ \$\? .* \]$/, "")),
  },
  {
    name: "done already",
    reason: "A container that is as it shall be is left alone; pyinfra gives the command every time.",
    applies: (mismatch) =>
      isOf(mismatch, /^vzctl\.(start|stop|mount|unmount)$/) && mismatch.found.length === 0 &&
      mismatch.plan.noop !== undefined,
  },
];

function isOf(mismatch: Mismatch, modules: RegExp): mismatch is CommandsMismatch {
  return mismatch.about === "commands" && modules.test(mismatch.ours);
}

function sameTexts(mismatch: CommandsMismatch, normal: (words: readonly string[]) => string): boolean {
  const [expected, found] = [separate(mismatch.expected), separate(mismatch.found)];
  return expected.length === found.length &&
    expected.every((step, index) => {
      const [theirs, ours] = [wordsOf(step), wordsOf(found[index]!)];
      return theirs !== undefined && ours !== undefined && normal(theirs) === normal(ours);
    });
}

function wordsOf(step: Step): string[] | undefined {
  return step.kind === "shell" ? step.tokens.map(({ text }) => text.replaceAll(ACTIVE, "")) : undefined;
}

/** The words with each option beside its value, options sorted. */
function grouped(words: readonly string[], module: string): string {
  const alone = ALONE[`${module} ${words[1]}`] ?? ALONE[module] ?? [];
  const [options, operands]: [string[], string[]] = [[], []];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    // What shall not be is told by a word in front.
    if (word === "!") options.push(words.slice(index, index + 3).join(" ")), index += 2;
    else if (!word.startsWith("-") || word === "--") operands.push(word === "--" ? "" : word);
    else if (alone.includes(word) || word.includes("=")) options.push(word.replace("=", " "));
    else options.push(`${word} ${words[++index] ?? ""}`);
  }
  return [...operands.filter(Boolean), ...options.sort()].join("\0");
}

/** The call of supervisorctl alone, whether or not its output is kept for a failure. */
function withoutReport(words: readonly string[]): string {
  const inner = /^output=\$\((.*)\)$/s.exec(words[0] ?? "")?.[1];
  const call = inner === undefined ? words : tokenize(inner).map(({ text }) => text);
  return call.flatMap((word, index) => {
    const next = call[index - 1] ?? "";
    if (LONG[word] && index < call.length - 1) return [];
    return LONG[next] ? [`${LONG[next]}=${word}`] : [word];
  }).join(" ");
}

/** A wait for a service with its limit, however the loop is written. */
function asWait(words: readonly string[]): string {
  const text = words.join(" ");
  if (!/\bsleep 1\b/.test(text)) return text;
  const limit = /seq (\d+)/.exec(text)?.[1] ?? /^left=(\d+)/.exec(text)?.[1];
  const folder = /SVDIR=(\S+)/.exec(text)?.[1];
  return `wait ${/sv status (\S+)/.exec(text)?.[1]} in ${folder} for ${limit}`;
}
