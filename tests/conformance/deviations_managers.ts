import { FactError } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import type { Deviation } from "./deviation.ts";
import type { Mismatch } from "./outcome.ts";
import { resultDifference } from "./results.ts";

type ResultMismatch = Extract<Mismatch, { about: "result" }>;
type Fields = { readonly [key: string]: Json };

const MANAGERS =
  /^(apk|apt|brew|cargo|choco|deb|dnf|flatpak|freebsd|gem|go|nix|npm|opkg|pacman|paludis|pip|pipx|pkg|pkgin|pnpm|portage|rpm|snap|uv|xbps|yum|zypper)\./;

/** The rules for what package managers tell of themselves. */
export const managerDeviations: readonly Deviation[] = [
  {
    name: "repositories with id and file",
    reason:
      "A name for people does not tell the repository, so its id and file are given too; [main] configures the manager.",
    applies: (mismatch) =>
      mismatch.about === "result" && /^(dnf|yum|zypper)\.\w+Repositories$/.test(mismatch.ours) &&
      sameRepositories(mismatch),
  },
  {
    name: "named fields for tuples",
    reason: "A field's name tells what it is; a place in a tuple does not.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours.startsWith("opkg.") &&
      resultDifference(mismatch.expected, asTuples(mismatch.expected, mismatch.found)) === undefined,
  },
  {
    name: "an error for what cannot be read",
    reason: "To pass over what cannot be read would say that it is not there; the error names the line.",
    applies: (mismatch) =>
      mismatch.about === "result" && MANAGERS.test(mismatch.ours) && mismatch.found instanceof FactError &&
      mismatch.output.length > 0 && (isEmpty(mismatch.expected) || quotesIgnoredLine(mismatch)),
  },
  {
    name: "null for what is not there",
    reason: "An empty map can be a thing of which nothing is known; null says that there is none.",
    applies: (mismatch) =>
      mismatch.about === "result" && MANAGERS.test(mismatch.ours) && mismatch.found === null &&
      isEmpty(mismatch.expected),
  },
  {
    name: "all versions that were printed",
    reason: "pyinfra's patterns pass over versions with letters or in lists, and keep one of several equal keys.",
    applies: (mismatch) => mismatch.about === "result" && MANAGERS.test(mismatch.ours) && hasMorePrinted(mismatch),
  },
  {
    name: "each flatpak once",
    reason: "An application with two branches is one application.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "flatpak.FlatpakPackages" && Array.isArray(mismatch.expected) &&
      resultDifference([...new Set(mismatch.expected)], mismatch.found) === undefined,
  },
];

function sameRepositories({ expected, found }: ResultMismatch): boolean {
  if (!Array.isArray(expected) || !Array.isArray(found)) return false;
  const theirs = (expected as Fields[]).filter(({ repoid, name }) => (repoid ?? name) !== "main");
  return theirs.length === found.length && theirs.every((repository, index) => {
    const added = ["repoid", "filename"].filter((key) => !Object.hasOwn(repository, key));
    const ours = Object.entries(found[index] as Fields).filter(([key]) => !added.includes(key));
    return resultDifference(repository, Object.fromEntries(ours)) === undefined;
  });
}

/** Our fields as a list wherever the case has a list. */
function asTuples(expected: Json | undefined, found: unknown): unknown {
  if (found === null || typeof found !== "object" || Array.isArray(found)) return found;
  if (Array.isArray(expected)) return Object.values(found).map((value, index) => asTuples(expected[index], value));
  const fields = (expected ?? {}) as Fields;
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, asTuples(fields[key], value)]));
}

function isEmpty(value: Json): boolean {
  if (value !== null && typeof value === "object") return Object.keys(value).length === 0;
  return value === null || value === "";
}

/** Whether an error quotes a line of the output of which the expected result has nothing. */
function quotesIgnoredLine({ expected, found, output }: ResultMismatch): boolean {
  const known = JSON.stringify(expected);
  return output.some((line) => {
    const text = line.trim();
    return text !== "" && (found as FactError).message.includes(JSON.stringify(text)) &&
      text.split(/\s+/).slice(1).every((word) => !known.includes(JSON.stringify(word).slice(1, -1)));
  });
}

/** Whether ours has all that is expected, and beside it only names and versions that stand in the output. */
function hasMorePrinted({ expected, found, output }: ResultMismatch): boolean {
  if (!isVersions(expected) || !isVersions(found)) return false;
  const text = output.join("\n");
  const missing = Object.entries(expected).some(([name, versions]) =>
    versions.some((version) => version !== "set:" && !found[name]?.includes(version))
  );
  return !missing &&
    Object.entries(found).every(([name, versions]) =>
      versions.every((version) =>
        expected[name]?.includes(version) || [name, version].every((one) => text.includes(one))
      )
    );
}

function isVersions(value: unknown): value is Record<string, string[]> {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Error) &&
    Object.values(value).every((versions) => Array.isArray(versions));
}
