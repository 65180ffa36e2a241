import type { Fact } from "../../src/api/mod.ts";
import type { FactAnswer } from "../../src/testing/mod.ts";
import { ourArgumentNames } from "./arguments.ts";
import { bridges } from "./bridges.ts";
import type { Json, JsonObject } from "./cases.ts";
import { camel, ourName } from "./names.ts";
import { factValue, pythonText } from "./values.ts";

/** Gives what a case says of our fact with these arguments; `undefined` where it says nothing. */
export type Given = (fullName: string, args: object) => unknown;

/** Answers the facts of an operation from the facts of its case; what is not there gives nothing. */
export function answersFrom(facts: JsonObject): FactAnswer {
  return (fact, args) => {
    const nothing = nothingOf(fact, args);
    const found = lookUp(facts, fact, args);
    if (found !== undefined) return factValue(fact.fullName, found, nothing);
    const given: Given = (fullName, other) => lookUpByName(facts, fullName, other);
    for (const bridge of bridges) {
      const value = bridge.fact === fact.fullName ? bridge.answer(args as Record<string, unknown>, given) : undefined;
      if (value !== undefined) return value;
    }
    return nothing;
  };
}

/** What a fact gives where its command prints nothing, or its program is missing. */
function nothingOf(fact: Fact<unknown, never>, args: object): unknown {
  if (fact.definition.default !== undefined) return fact.missing();
  try {
    return fact.process([], args);
  } catch {
    return null;
  }
}

function lookUp(facts: JsonObject, fact: Fact<unknown, never>, args: object): Json | undefined {
  const value = factOf(facts, fact.fullName);
  const schema = fact.schema();
  if (value === undefined || Object.keys(schema.shape).length === 0) return value;
  const rename = (names: readonly string[]) => ourArgumentNames(schema, names);
  return keyed(value, args, rename, !schema.safeParse({}).success);
}

/** As {@linkcode lookUp} for a fact that a bridge knows by name alone. */
function lookUpByName(facts: JsonObject, fullName: string, args: object): unknown {
  const value = factOf(facts, fullName);
  const rename = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, camel(name)]));
  const found = value === undefined ? undefined : keyed(value, args, rename, Object.keys(args).length > 0);
  return found === undefined ? undefined : factValue(fullName, found, undefined);
}

function factOf(facts: JsonObject, fullName: string): Json | undefined {
  return Object.entries(facts).find(([name]) => ourName(name).toLowerCase() === fullName.toLowerCase())?.[1];
}

type Renaming = (theirs: readonly string[]) => Readonly<Record<string, string>>;

/** Finds the value whose key says the arguments; a value without such keys is the fact's for its defaults. */
function keyed(value: Json, args: object, rename: Renaming, needsArguments: boolean): Json | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => ({ key, named: parseKey(key), item }));
  if (!entries.some(({ named }) => named !== undefined)) {
    if (!needsArguments) return value;
    // Some keys hold the only argument without its name.
    return entries.find(({ key }) => Object.values(args).includes(key))?.item;
  }
  const matches = entries.filter(({ named }) => named && answers(named, args as Record<string, unknown>, rename));
  // The key that says most is the one that was meant.
  return matches.sort((a, b) => Object.keys(b.named!).length - Object.keys(a.named!).length)[0]?.item;
}

function answers(named: Readonly<Record<string, string>>, args: Record<string, unknown>, rename: Renaming): boolean {
  const names = rename(Object.keys(named));
  return Object.entries(named).every(([theirs, text]) => {
    const asked = args[names[theirs]!];
    if (text === "_tempfile_") return typeof asked === "string" && /tmp|temp|drover/i.test(asked);
    const wanted = [text, text.replace(/\\(.)/g, "$1")];
    return wanted.includes(pythonText(asked)) || (text === "False" && asked === undefined);
  });
}

/** The arguments in a key such as `path=/a, pattern=^b, c$`; `undefined` where it is no such key. */
export function parseKey(key: string): Readonly<Record<string, string>> | undefined {
  const starts = [...key.matchAll(/(?:^|, )([a-z_][a-z0-9_]*)=/g)];
  if (starts[0]?.index !== 0) return undefined;
  return Object.fromEntries(starts.map((start, index) => {
    const end = starts[index + 1]?.index ?? key.length;
    return [start[1]!, key.slice(start.index + start[0].length, end)];
  }));
}
