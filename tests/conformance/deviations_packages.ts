import { OperationError } from "../../src/api/mod.ts";
import type { Deviation } from "./deviation.ts";
import type { Mismatch } from "./outcome.ts";
import { sameSteps, type Step, withTokens } from "./steps.ts";
import type { Token } from "./tokens.ts";

type CommandMismatch = Extract<Mismatch, { about: "commands" }>;

/** The rules for operations of package managers. */
export const packageDeviations: readonly Deviation[] = [
  {
    name: "a mistake is refused",
    reason: "Arguments that say nothing, or write None into a file, are a mistake of the script: it has to be told.",
    applies: (mismatch) =>
      mismatch.about === "refusal" && mismatch.found instanceof OperationError &&
      (mismatch.ours === "brew.tap" && mismatch.expected.length === 0 && mismatch.noop !== undefined ||
        /^(dnf|yum|zypper)\.repo$/.test(mismatch.ours) && mismatch.expected.some(writesNone)),
  },
  {
    name: "a tap by any of its names",
    reason: "Homebrew leaves homebrew- and .git out of the names of taps: added again they would never be there.",
    applies: (mismatch) => isAbout(mismatch, /^brew\.tap$/) && sameTap(mismatch),
  },
  {
    name: "Chocolatey from a POSIX shell",
    reason: "Commands of PowerShell are none of the shell that the others run in.",
    applies: (mismatch) =>
      isAbout(mismatch, /^choco\.install$/) && mismatch.expected.length === 1 && mismatch.found.length === 1 &&
      [mismatch.expected, mismatch.found].every(([step]) =>
        /DownloadString.*https:\/\/chocolatey\.org\/install\.ps1/.test(wordsOf(step!).join(" "))
      ) && wordsOf(mismatch.found[0]!)[0] === "powershell.exe",
  },
  {
    name: "Chocolatey's versions and upgrades",
    reason: "choco takes a version as an option, and for one package at a time; what upgrades is called upgrade.",
    applies: (mismatch) =>
      isAbout(mismatch, /^choco\.packages$/) && sameSteps(mismatch.expected.flatMap(byChoco), mismatch.found),
  },
  {
    name: "gem asks nothing",
    reason: "gem uninstall asks which of several versions, and whether their programs too: nobody is there to answer.",
    applies: (mismatch) =>
      isAbout(mismatch, /^gem\.packages$/) &&
      sameSteps(
        mismatch.expected.map((step) => replaceWords(step, ["gem", "uninstall"], ["--all", "--executables"])),
        mismatch.found,
      ),
  },
  {
    name: "package files by the manager",
    reason: "rpm -i fails where something that the package depends on is missing, or another version of it is there.",
    applies: (mismatch) =>
      isAbout(mismatch, /^(dnf|yum|zypper)\.rpm$/) &&
      sameSteps(mismatch.expected.map((step) => byManager(step, mismatch.ours)), mismatch.found),
  },
  {
    name: "package lists where they are needed",
    reason: "Fetched every time they would be a change every time, also where nothing is to be installed.",
    applies: (mismatch) => {
      if (!isAbout(mismatch, /^opkg\.packages$/)) return false;
      const installs = mismatch.found.some((step) => /^(install|upgrade)$/.test(wordsOf(step)[1] ?? ""));
      return !installs && sameSteps(mismatch.expected.filter((step) => !isWords(step, "opkg update")), mismatch.found);
    },
  },
  {
    name: "removed by name",
    reason: "To remove NAME and a version is not understood, or removes nothing.",
    applies: (mismatch) =>
      isAbout(mismatch, /^(npm|pipx|pnpm|uv)\.(packages|tools)$/) &&
      sameSteps(mismatch.expected.map(withoutVersions), mismatch.found),
  },
  {
    name: "another version needs force",
    reason: "pipx leaves an application that is there at another version as it is, and says that all went well.",
    applies: (mismatch) =>
      isAbout(mismatch, /^pipx\.packages$/) && mismatch.found.some((step) => wordsOf(step).includes("--force")) &&
      sameSteps(mismatch.expected.map(withoutForce), mismatch.found.map(withoutForce)),
  },
  {
    name: "one snap at a time",
    reason: "snap refuses a channel for several snaps in one command.",
    applies: (mismatch) =>
      isAbout(mismatch, /^snap\.package$/) && sameSteps(mismatch.expected.flatMap(eachSnap), mismatch.found),
  },
  {
    name: "single packages by pkgin install",
    reason: "pkgin upgrade takes no names; pkgin install upgrades what is there.",
    applies: (mismatch) =>
      isAbout(mismatch, /^pkgin\.packages$/) &&
      sameSteps(
        mismatch.expected.map((step) =>
          wordsOf(step).length > 3
            ? replaceWords(step, ["pkgin", "-y", "upgrade"], [], ["pkgin", "-y", "install"])
            : step
        ),
        mismatch.found,
      ),
  },
];

function isAbout(mismatch: Mismatch, name: RegExp): mismatch is CommandMismatch {
  return mismatch.about === "commands" && name.test(mismatch.ours);
}

function wordsOf(step: Step): readonly string[] {
  return step.kind === "shell" ? step.tokens.map(({ text }) => text) : [];
}

function isWords(step: Step, text: string): boolean {
  return wordsOf(step).join(" ") === text;
}

const asTokens = (words: readonly string[]) => words.map((text): Token => ({ kind: "word", text }));

/** A step that starts with these words, with others for them and some more behind. */
function replaceWords(step: Step, start: readonly string[], added: readonly string[], instead = start): Step {
  const isMeant = start.every((word, index) => wordsOf(step)[index] === word);
  return isMeant
    ? withTokens(step, (tokens) => [...asTokens([...instead, ...added]), ...tokens.slice(start.length)])
    : step;
}

function writesNone(step: Step): boolean {
  return step.kind === "upload" && /^baseurl=None$/m.test(step.content);
}

function sameTap({ expected, found, facts }: CommandMismatch): boolean {
  const canonical = (tap: string) => tap.toLowerCase().replace(/\.git$/, "").replace(/\/(home|linux)brew-/, "/");
  const [brew, verb, tap] = expected.length === 1 ? wordsOf(expected[0]!) : [];
  if (brew !== "brew" || verb !== "tap" || tap === undefined) return false;
  if (found.length > 0) {
    const stripped = (step: Step) =>
      withTokens(
        step,
        (tokens) => tokens.map((token, index) => index === 2 ? { ...token, text: canonical(token.text) } : token),
      );
    return sameSteps(expected.map(stripped), found.map(stripped));
  }
  const taps = Object.entries(facts).find(([name]) => name.endsWith("BrewTaps"))?.[1];
  return Array.isArray(taps) && taps.some((one) => canonical(String(one)) === canonical(tap));
}

/** `choco install -y a b:1.0` as the commands for those without a version, and for each with one. */
function byChoco(step: Step): Step[] {
  const [choco, verb, yes, ...rest] = wordsOf(step);
  if (choco !== "choco" || step.kind !== "shell") return [step];
  const make = (...words: string[]): Step => ({ ...step, tokens: asTokens(words) });
  const lower = rest.map((word) => word.toLowerCase());
  if (verb === "update") return [make("choco", "upgrade", yes!, ...lower)];
  if (verb === "uninstall") return [make("choco", verb, yes!, ...lower.map((word) => word.split(":")[0]!))];
  if (verb !== "install") return [step];
  const plain = lower.filter((word) => !word.includes(":"));
  const pinned = lower.filter((word) => word.includes(":")).map((word) => word.split(":"));
  return [
    ...plain.length > 0 ? [make("choco", "install", "-y", ...plain)] : [],
    ...pinned.map(([name, version]) =>
      make("choco", "upgrade", "-y", name!, "--version", version!, "--allow-downgrade")
    ),
  ];
}

const INSTALL_FILE: Readonly<Record<string, string>> = {
  "dnf.rpm": "dnf install -y",
  "yum.rpm": "yum install -y",
  "zypper.rpm": "zypper --non-interactive install -y --oldpackage --allow-unsigned-rpm",
};

/** A step with `rpm -i FILE` at its end as the manager's own command. */
function byManager(step: Step, operation: string): Step {
  return withTokens(step, (tokens) => {
    const [rpm, option, file] = tokens.slice(-3);
    if (rpm?.text !== "rpm" || option?.text !== "-i") return tokens;
    const path = /\/|_tempfile_/.test(file!.text) ? file!.text : `./${file!.text}`;
    return [...tokens.slice(0, -3), ...asTokens(INSTALL_FILE[operation]!.split(" ")), { kind: "word", text: path }];
  });
}

function withoutVersions(step: Step): Step {
  return withTokens(step, (tokens) => {
    if (!tokens.some(({ text }) => text === "uninstall" || text === "remove")) return tokens;
    return tokens.map((token) => ({
      ...token,
      text: token.text.replace(/(?<=[\w.])(\[[^\]]*\])?(@|[=<>~!]=?).*$/, ""),
    }));
  });
}

function withoutForce(step: Step): Step {
  return withTokens(step, (tokens) => tokens.filter(({ text }) => text !== "--force"));
}

function eachSnap(step: Step): Step[] {
  const words = wordsOf(step);
  if (step.kind !== "shell" || words[0] !== "snap" || !/^(install|refresh)$/.test(words[1] ?? "")) return [step];
  const isOption = (word: string) => word.startsWith("--");
  const [names, start, end] = [
    words.slice(2).filter((word) => !isOption(word)),
    words.slice(0, 3).filter((word, index) => index < 2 || isOption(word)),
    words.slice(3).filter(isOption),
  ];
  return names.map((name) => ({ ...step, tokens: asTokens([...start, name, ...end]) }));
}
