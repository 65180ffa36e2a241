import { DroverError } from "../../src/api/mod.ts";
import type { Json, JsonObject } from "./cases.ts";
import type { Deviation } from "./deviation.ts";
import { containerDeviations } from "./deviations_containers.ts";
import { daemonDeviations } from "./deviations_daemons.ts";
import { databaseDeviations } from "./deviations_databases.ts";
import { managerDeviations } from "./deviations_managers.ts";
import { packageDeviations } from "./deviations_packages.ts";
import { serviceDeviations } from "./deviations_services.ts";
import { systemDeviations } from "./deviations_system.ts";
import type { Mismatch } from "./outcome.ts";
import { resultDifference } from "./results.ts";
import { sameSteps, separate, type Step, withTokens } from "./steps.ts";

export const deviations: readonly Deviation[] = [
  {
    name: "noop wording",
    reason: "Nothing is to be done on either side; the sentence that says why is our own.",
    applies: (mismatch) => mismatch.about === "noop" && mismatch.found !== undefined && mismatch.found !== "",
  },
  {
    name: "error wording",
    reason: "The call is refused on either side; our message says what was found and what to do.",
    applies: (mismatch) => mismatch.about === "error" && isOurRefusal(mismatch.found),
  },
  {
    name: "one command for several",
    reason: "Commands that depend on each other go in one command line: fewer round trips, the same effect.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.expected.length !== mismatch.found.length &&
      sameSteps(separate(mismatch.expected), separate(mismatch.found)),
  },
  {
    name: "end of options",
    reason: "A -- in front of operands keeps a value that starts with a dash from being taken for an option.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.found.some(hasEndOfOptions) &&
      sameSteps(mismatch.expected.map(withoutEndOfOptions), mismatch.found.map(withoutEndOfOptions)),
  },
  {
    name: "printf for echo",
    reason:
      "echo of some shells takes backslashes and a leading -n or -e for its own; printf prints any line as it is.",
    applies: (mismatch) =>
      mismatch.about === "commands" && sameSteps(mismatch.expected.map(withPrintf), mismatch.found),
  },
  {
    name: "no apt-key",
    reason: "apt-key is not there any more since Debian 13 and Ubuntu 24.10: keys go into /etc/apt/keyrings instead.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.expected.some((step) => hasWord(step, /^apt-key$/)) &&
      mismatch.found.length > 0 &&
      mismatch.found.every((step) => hasWord(step, /^(install|rm)$/) && hasWord(step, /^\/etc\/apt\/keyrings\/[^/]+$/)),
  },
  {
    name: "Windows controller",
    reason: "Paths of a Windows controller are those of its own system; the cases cannot be run on another one.",
    applies: ({ platforms }) => platforms.length > 0 && platforms.every((platform) => platform === "Windows"),
  },
  {
    name: "more about a distribution",
    reason: "LinuxDistribution also tells id, idLike and family, so that deploys need no table of names.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "server.LinuxDistribution" &&
      resultDifference(mismatch.expected, withoutKeys(mismatch.found, ["id", "idLike", "family"])) === undefined,
  },
  {
    name: "addresses as the host prints them",
    reason:
      "pyinfra takes a part of an IPv6 address for a hardware address and loses an IPv4 address without broadcast.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "hardware.NetworkDevices" && sameDevices(mismatch),
  },
  {
    name: "block of exact lines",
    reason:
      "Markers are compared as whole lines, content and markers reach awk unexpanded, the file keeps its owner and mode.",
    applies: (mismatch) => mismatch.about === "commands" && mismatch.ours === "files.block" && isSameBlock(mismatch),
  },
  {
    name: "checked before it takes its place",
    reason: "A download whose digest is wrong must never stand at its destination, not even for a moment.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.ours === "files.download" && isCheckedFirst(mismatch),
  },
  {
    name: "times in UTC, access time not compared",
    reason:
      "touch -t in UTC is known to every system; reading a file moves its access time, so that comparing it never ends.",
    applies: (mismatch) => mismatch.about === "commands" && mismatch.ours === "files.put" && hasSameButTimes(mismatch),
  },
  {
    name: "missing newline only where one is missing",
    reason: "With ensure_newline an empty or new file must not get an empty line first.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.ours === "files.line" && mismatch.args.ensure_newline === true &&
      sameWords(mismatch.expected, mismatch.found, ["tail", String(mismatch.args.path)]),
  },
  ...containerDeviations,
  ...daemonDeviations,
  ...databaseDeviations,
  ...managerDeviations,
  ...packageDeviations,
  ...serviceDeviations,
  ...systemDeviations,
];

/** The first rule that explains a mismatch. */
export function deviationOf(mismatch: Mismatch): Deviation | undefined {
  return deviations.find((deviation) => deviation.applies(mismatch));
}

/** Whether an error is a refusal of the operation, and not of an argument that it should know. */
function isOurRefusal(error: unknown): boolean {
  return error instanceof DroverError && !/no (global )?argument "/.test(error.message);
}

function hasWord(step: Step, word: RegExp): boolean {
  return step.kind === "shell" && step.tokens.some(({ text }) => word.test(text));
}

function hasEndOfOptions(step: Step): boolean {
  return step.kind === "shell" && step.tokens.some(({ text }) => text === "--");
}

function withoutEndOfOptions(step: Step): Step {
  return withTokens(step, (tokens) => tokens.filter(({ text }) => text !== "--"));
}

function withPrintf(step: Step): Step {
  return withTokens(
    step,
    (tokens) =>
      tokens.flatMap((token) =>
        token.kind === "word" && token.text === "echo"
          ? ["printf", "%s\\n"].map((text) => ({ kind: "word" as const, text }))
          : [token]
      ),
  );
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Whether network devices differ only in hardware addresses that are none, and in IPv4 addresses without broadcast. */
function sameDevices({ expected, found }: { readonly expected: Json; readonly found: unknown }): boolean {
  if (found === null || typeof found !== "object" || expected === null || typeof expected !== "object") return false;
  const ours = found as Record<string, { readonly ipv4?: { readonly broadcast?: string } }>;
  const names = new Set([...Object.keys(expected), ...Object.keys(ours)]);
  return [...names].every((name) => {
    const device = (expected as { [name: string]: Json })[name] as { [key: string]: Json } | undefined;
    if (device === undefined || ours[name] === undefined) return false;
    const isNoEther = device.ether !== undefined && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(String(device.ether));
    const lostIpv4 = device.ipv4 === undefined && ours[name].ipv4 !== undefined && !ours[name].ipv4.broadcast;
    const keys = [isNoEther && "ether", lostIpv4 && "ipv4"].filter((key) => key !== false);
    return resultDifference(withoutKeys(device, keys) as Json, withoutKeys(ours[name], keys)) === undefined;
  });
}

type Commands = { readonly args: JsonObject; readonly expected: readonly Step[]; readonly found: readonly Step[] };

/** Whether both sides edit the same file by one command, with a backup or without, to the same lines of content. */
function isSameBlock({ args, expected, found }: Commands): boolean {
  const content = args.present === false ? [] : [args.content ?? []].flat().flatMap((text) => String(text).split("\n"));
  return sameWords(expected, found, [String(args.path)]) && expected.length === 1 &&
    hasBackup(expected) === hasBackup(found) &&
    content.every((line) => [expected, found].every((steps) => steps.some((step) => textOf(step).includes(line))));
}

function hasBackup(steps: readonly Step[]): boolean {
  return steps.some((step) => /^cp (-p )?\S+ \S+(a-timestamp|\.\d{8}T\d{6})/.test(textOf(step)));
}

/** Whether both sides fetch, move and check for the same digests, and ours checks before it moves. */
function isCheckedFirst({ expected, found }: Commands): boolean {
  const digests = (steps: readonly Step[]) =>
    steps.map((step) => /(SHA\d+|MD5) did not match!/.exec(textOf(step))?.[1]).filter((label) => label !== undefined);
  const isCheck = (step: Step) => digests([step]).length > 0;
  const lastCheck = found.findLastIndex(isCheck);
  return digests(expected).length > 0 && [...digests(expected)].sort().join() === [...digests(found)].sort().join() &&
    lastCheck < found.findIndex((step) => textOf(step).startsWith("mv ")) &&
    sameSteps(expected.filter((step) => !isCheck(step)), found.filter((step) => !isCheck(step)));
}

/** Whether only the commands for times differ, and the modification time is set by both sides or by none. */
function hasSameButTimes({ args, expected, found }: Commands): boolean {
  const isTouch = (step: Step) => textOf(step).includes("touch ");
  const setsModified = (steps: readonly Step[]) => steps.some((step) => isTouch(step) && / -m /.test(textOf(step)));
  return (args.atime !== undefined || args.mtime !== undefined) && setsModified(expected) === setsModified(found) &&
    sameSteps(expected.filter((step) => !isTouch(step)), found.filter((step) => !isTouch(step)));
}

function textOf(step: Step): string {
  return step.kind === "shell" ? step.tokens.map(({ text }) => text).join(" ") : "";
}

/** Whether both sides have as many commands, all of the shell, and say all these words. */
function sameWords(expected: readonly Step[], found: readonly Step[], words: readonly string[]): boolean {
  return expected.length === found.length &&
    [expected, found].every((steps) =>
      steps.every(({ kind }) => kind === "shell") && words.every((word) => steps.map(textOf).join(" ").includes(word))
    );
}
