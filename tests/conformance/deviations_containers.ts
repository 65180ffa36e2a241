import { FactError } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import type { Deviation } from "./deviation.ts";
import type { Mismatch } from "./outcome.ts";
import { resultDifference } from "./results.ts";

type ResultMismatch = Extract<Mismatch, { about: "result" }>;

/** Facts about one thing, about all things of a kind, and about a part of what is known of them. */
const ONE = /^docker\.Docker(Container|Image|Network|Volume|Plugin)$/;
const ALL = /^(docker\.Docker(Containers|Images|Networks|Volumes|Plugins)|podman\.PodmanPs)$/;
const PART =
  /^docker\.Docker(Container(Envs|Labels|Mounts|Networks|Ports)|Image(Labels|Layers)|(Network|Volume)Labels)$/;
const OF_ONE = /^docker\.Docker(Container(Processes|FsChanges|Stats)|ImageHistory)$/;

/** The rules for what containers, virtual machines and databases tell of themselves. */
export const containerDeviations: readonly Deviation[] = [
  {
    name: "one object for one thing",
    reason: "A fact about one thing gives that thing, or null where there is none, and not a list.",
    applies: (mismatch) =>
      mismatch.about === "result" && ONE.test(mismatch.ours) && Array.isArray(mismatch.expected) &&
      mismatch.expected.length < 2 && resultDifference(mismatch.expected[0], mismatch.found) === undefined,
  },
  {
    name: "a list for all things",
    reason: "A fact about all things gives a list, each of them once, however the program printed them.",
    applies: (mismatch) => mismatch.about === "result" && ALL.test(mismatch.ours) && isSameList(mismatch),
  },
  {
    name: "parts of an inspection",
    reason:
      "Variables are a map, and what is absent is empty; things are told by their ids, because names are not unique.",
    applies: (mismatch) =>
      mismatch.about === "result" && PART.test(mismatch.ours) &&
      samePieces(mismatch.expected, mismatch.found),
  },
  {
    name: "fields under docker's names",
    reason: "The fields keep the names and the texts that docker gives them; a thing that is not there gives null.",
    applies: (mismatch) => mismatch.about === "result" && OF_ONE.test(mismatch.ours) && sameRows(mismatch),
  },
  {
    name: "another output is asked for",
    reason: "Parts are read from JSON lines that carry their names, so that no separator can be part of a value.",
    applies: (mismatch) =>
      mismatch.about === "result" && (PART.test(mismatch.ours) || OF_ONE.test(mismatch.ours)) &&
      mismatch.found instanceof FactError && !mismatch.output.some((line) => /^\s*[[{]/.test(line)),
  },
  {
    name: "machines have names",
    reason: "An entry without a name and a state is none of LXD: an error tells it.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "lxd.LxdContainers" && mismatch.found instanceof FactError &&
      Array.isArray(mismatch.expected) &&
      mismatch.expected.some((one) => !isObject(one) || one.name === undefined || one.status === undefined),
  },
  {
    name: "anonymous accounts and roles",
    reason: "Accounts without a name can log in, and roles of MariaDB have no host: pyinfra passes over both.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "mysql.MysqlUsers" && isObject(mismatch.found) &&
      resultDifference(mismatch.expected, named(mismatch.found)) === undefined,
  },
  {
    name: "all grants, without escapes",
    reason: "pyinfra passes over grants whose names it does not know to parse, and keeps the escapes of mysql --batch.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "mysql.MysqlUserGrants" && isObject(mismatch.expected) &&
      isObject(mismatch.found) && hasAllGrants(mismatch.expected, mismatch.found),
  },
  {
    name: "columns in their types",
    reason: "Every column of the server that is a number or a flag is one; pyinfra leaves some as text.",
    applies: (mismatch) =>
      mismatch.about === "result" && /^(mysql\.MysqlUsers|postgres\.)/.test(mismatch.ours) &&
      resultDifference(asText(mismatch.expected) as Json, asText(mismatch.found)) === undefined,
  },
];

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Error);
}

function isSameList({ expected, found }: ResultMismatch): boolean {
  const wanted = new Map([expected ?? []].flat().map((one) => [isObject(one) ? one.Id ?? one : one, one]));
  return !(found instanceof Error) && resultDifference([...wanted.values()], found) === undefined;
}

/** Whether two maps hold the same values under whichever keys, with nothing for empty and a list for a map of variables. */
function samePieces(expected: Json, found: unknown): boolean {
  if (!isObject(expected) || !isObject(found)) return false;
  const plain = (value: Json): Json => {
    if (value === null || (typeof value === "object" && Object.keys(value).length === 0)) return {};
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string" && /^\w+=/.test(one))) return value;
    return Object.fromEntries((value as string[]).map((one) => [one.split("=")[0], one.slice(one.indexOf("=") + 1)]));
  };
  const [wanted, ours] = [expected, found].map((map) => Object.values(map).map(plain)) as [Json[], Json[]];
  return resultDifference(["set:", ...wanted], ours) === undefined;
}

/** Whether the rows hold the same texts, whatever their fields are called. */
function sameRows({ expected, found }: ResultMismatch): boolean {
  if (found === null) return expected !== null && typeof expected === "object" && Object.keys(expected).length === 0;
  if (!Array.isArray(expected) || !Array.isArray(found)) return false;
  const texts = (row: unknown) => Object.values(row ?? {}).map(String).sort().join("\0");
  return expected.map(texts).join("\n") === found.map(texts).join("\n");
}

/** The accounts that have a name and a host. */
function named(accounts: { readonly [key: string]: Json }): unknown {
  return Object.fromEntries(Object.entries(accounts).filter(([name]) => !name.startsWith("@") && !name.endsWith("@")));
}

function hasAllGrants(expected: { readonly [key: string]: Json }, found: { readonly [key: string]: Json }): boolean {
  return Object.entries(expected).every(([on, privileges]) => {
    const wanted = [privileges].flat().filter((one) => one !== "set:");
    return resultDifference(["set:", ...wanted], found[on.replaceAll("\\\\", "\\")]) === undefined;
  });
}

/** Numbers and flags as the texts that they came from. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
  if (value === "t" || value === "Y") return "true";
  if (value === "f" || value === "N") return "false";
  return value === null || value === "" ? null : String(value);
}
