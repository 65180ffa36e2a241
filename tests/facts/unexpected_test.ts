import { deepStrictEqual, ok } from "node:assert/strict";
import { FactError } from "../../src/api/mod.ts";
import { ALL_FACTS, plainArguments } from "./all.ts";

/** What no program prints for a fact: it looks like a shell's message, and so like `label: value`. */
const STRANGE = ["sh: 1: %unexpected% ~ line!", "%unexpected% ~ line! (it) | is = no, value"];

const TEXT = "its lines are a file's or a program's own text";
const NAMES = "names of files may be anything";
const STAT = "a recorded case has a line that is not stat's for nothing; where stat cannot tell, the command fails";

/** Facts that take any line, with the reason. */
const TAKES_ANY: Readonly<Record<string, string>> = {
  "apt.AptSources": "a line of sources.list that starts with no type of source is none for apt either, which tells it",
  "apt.SimulateOperationWillChange": "apt-get tells in sentences what it would do; true where the count is missing",
  "brew.BrewVersion": "zeros where Homebrew tells no version, as in pyinfra's recorded case",
  "files.Block": TEXT,
  "files.Directory": STAT,
  "files.File": STAT,
  "files.FileContents": TEXT,
  "files.FindDirectories": NAMES,
  "files.FindFiles": NAMES,
  "files.FindInFile": TEXT,
  "files.FindLinks": NAMES,
  "files.Link": STAT,
  "files.Socket": STAT,
  "freebsd.Sysrc": "a variable's value is any text",
  "pip.PipRequirementsMet": "pip tells in sentences what it would do; false unless it says that it is complete",
  "runit.RunitManaged": NAMES,
  "server.AuthorizedKeys": TEXT,
  "server.Command": TEXT,
  "server.Path": "the search path is any text",
  "sops.SopsKey": "a secret is any text",
};

/** What a fact says of such a line: its error, or `undefined` if it takes the line for something, or for nothing. */
function complaint(fact: typeof ALL_FACTS[number], line: string): FactError | undefined {
  try {
    fact.process([line], plainArguments(fact));
  } catch (error) {
    if (error instanceof FactError) return error;
    throw error;
  }
}

Deno.test("a line that no program prints is an error that names the fact and the line, never a value", () => {
  const taking = STRANGE.map((line) => ALL_FACTS.filter((fact) => complaint(fact, line) === undefined));
  deepStrictEqual([...new Set(taking.flat())].map(({ fullName }) => fullName).sort(), Object.keys(TAKES_ANY).sort());
  const silent = ALL_FACTS.filter(({ definition }) => !definition.sensitive).flatMap((fact) =>
    STRANGE.flatMap((line) => {
      const error = complaint(fact, line);
      if (error === undefined) return [];
      const text = `${error.message} ${error.hint}`;
      return text.includes(fact.fullName) && text.includes(line) ? [] : `${fact.fullName}: ${text}`;
    })
  );
  deepStrictEqual(silent, []);
  ok(ALL_FACTS.length - Object.keys(TAKES_ANY).length > 200);
});
