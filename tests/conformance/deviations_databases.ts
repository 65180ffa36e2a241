import type { Deviation } from "./deviation.ts";
import type { Mismatch } from "./outcome.ts";
import type { Step } from "./steps.ts";
import { ACTIVE, type Token } from "./tokens.ts";

type CommandsMismatch = Extract<Mismatch, { about: "commands" }>;

/** What a call of a database's client does, however it was written. */
interface Call {
  readonly program: string;
  readonly user?: string;
  readonly host?: string;
  readonly port?: string;
  readonly database?: string;
  readonly password?: string;
  /** With one kind of quotes. */
  readonly statement?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The rules for the operations of MySQL and PostgreSQL. */
export const databaseDeviations: readonly Deviation[] = [
  {
    name: "statements quoted, passwords in no process list",
    reason: "Names and texts are quoted in every SQL mode; a password, or a statement that holds one, is no argument " +
      "of a process; the client's settings cannot change what is sent.",
    applies: (mismatch) => isOfDatabases(mismatch) && sameCalls(callsOf(mismatch.expected), callsOf(mismatch.found)),
  },
  {
    name: "no privilege is none",
    reason: "USAGE says that there are no privileges: it can neither be given nor taken away.",
    applies: (mismatch) => {
      if (!isOfDatabases(mismatch)) return false;
      const expected = withoutFlush(callsOf(mismatch.expected));
      const rest = expected?.filter(({ statement }) => !/^(GRANT|REVOKE) USAGE ON /.test(statement ?? ""));
      return rest?.length !== expected?.length && sameCalls(rest, withoutFlush(callsOf(mismatch.found)));
    },
  },
  {
    name: "all privileges need no others taken away first",
    reason: "An account that gets all privileges would have fewer in between.",
    applies: (mismatch) => {
      if (!isOfDatabases(mismatch)) return false;
      const found = callsOf(mismatch.found);
      if (!found?.some(({ statement }) => /^GRANT ALL\b/.test(statement ?? ""))) return false;
      const rest = callsOf(mismatch.expected)?.filter(({ statement }) =>
        !/^REVOKE (?!.*GRANT OPTION)/.test(statement ?? "")
      );
      return sameCalls(rest, found);
    },
  },
  {
    name: "one statement for all and one for the others",
    reason: "A server refuses a statement that names ALL beside other privileges.",
    applies: (mismatch) =>
      isOfDatabases(mismatch) &&
      sameCalls(callsOf(mismatch.expected)?.flatMap(partedFromAll), callsOf(mismatch.found)),
  },
  {
    name: "a certificate's parts together",
    reason: "What REQUIRE does not name is no more asked for, and what is asked for already is no change.",
    applies: (mismatch) => {
      if (!isOfDatabases(mismatch) || mismatch.args.require !== "X509") return false;
      const plain = (calls: readonly Call[] | undefined) =>
        calls?.map((call) => ({
          ...call,
          statement: call.statement?.replace(/ REQUIRE( (CIPHER|ISSUER|SUBJECT) \S+| X509)+/, ""),
        })).filter(({ statement }) => !/^ALTER USER \S+$/.test(statement ?? ""));
      return sameCalls(plain(callsOf(mismatch.expected)), plain(callsOf(mismatch.found)));
    },
  },
  {
    name: "roles are brought to what is asked for",
    reason: "A role that may more or less than asked for is changed; what nothing is said of stays as it is.",
    applies: (mismatch) =>
      isOfDatabases(mismatch) && mismatch.ours === "postgres.role" &&
      sameCalls(withoutInherit(callsOf(mismatch.expected)), withoutInherit(callsOf(mismatch.found))),
  },
];

function isOfDatabases(mismatch: Mismatch): mismatch is CommandsMismatch {
  return mismatch.about === "commands" && /^(mysql|postgres)\./.test(mismatch.ours);
}

function sameCalls(expected: readonly Call[] | undefined, found: readonly Call[] | undefined): boolean {
  if (expected === undefined || found === undefined || expected.length !== found.length) return false;
  return expected.every((one, index) => {
    const other = found[index]!;
    // A recorded command may have its password masked already.
    const isMasked = one.password === "***" && other.password !== undefined;
    return JSON.stringify(sorted(one, isMasked)) === JSON.stringify(sorted(other, isMasked));
  });
}

function sorted(call: Call, withoutPassword: boolean): unknown {
  return Object.entries(call).filter(([name, value]) =>
    value !== undefined && !(withoutPassword && name === "password")
  )
    .sort();
}

function withoutFlush(calls: readonly Call[] | undefined): Call[] | undefined {
  return calls?.filter(({ statement }) => statement !== "FLUSH PRIVILEGES");
}

function withoutInherit(calls: readonly Call[] | undefined): Call[] | undefined {
  return calls?.map((call) => ({ ...call, statement: call.statement?.replace(/ (NO)?INHERIT\b/, "") }))
    .filter(({ statement }) => !/^ALTER ROLE \S+$/.test(statement ?? ""));
}

function partedFromAll(call: Call): Call[] {
  const [, verb, list, rest] = /^(GRANT|REVOKE) (.*?)( ON .*)$/.exec(call.statement ?? "") ?? [];
  const privileges = list?.split(", ") ?? [];
  if (!privileges.includes("ALL") || privileges.length === 1) return [call];
  const others = privileges.filter((one) => one !== "ALL");
  return ["ALL", ...others].map((one) => ({ ...call, statement: `${verb} ${one}${rest}` }));
}

function callsOf(steps: readonly Step[]): Call[] | undefined {
  const calls = steps.map((step) => step.kind === "shell" ? callOf(step.tokens) : undefined);
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

const PROGRAMS = ["mysql", "mysqldump", "psql", "pg_dump"];

function callOf(tokens: readonly Token[]): Call | undefined {
  const words = tokens.map((token) => token.kind === "operator" ? token.text : token.text.replaceAll(ACTIVE, ""));
  const at = words.findLastIndex((word) => PROGRAMS.includes(word));
  if (at === -1) return undefined;
  const call: { -readonly [name in keyof Call]: Call[name] } = { program: words[at]! };
  const before = words.slice(0, at);
  const secret = before.map((word) => /^(?:PGPASSWORD=|password=")(.*?)"?$/s.exec(word)?.[1]).find((one) => one);
  call.password = secret?.replace(/\\(.)/gs, "$1") ?? (before.includes("***") ? "***" : undefined);
  const said = before.findLastIndex((word) => word === "printf");
  if (words[at - 1] === "|" && said !== -1) call.statement = plain(words[said + 2]!);
  else if (said !== -1 && !before[said + 2]!.startsWith("[")) call.statement = plain(words[said + 2]!);
  return withWords(call, words.slice(at + 1).filter((word) => word !== "}" && word !== ";"));
}

const SHORT: Readonly<Record<string, keyof Call>> = {
  "-u": "user",
  "-U": "user",
  "-h": "host",
  "-P": "port",
  "-p": "port",
  "-d": "database",
};
const LONG: Readonly<Record<string, keyof Call>> = {
  "--user": "user",
  "--username": "user",
  "--host": "host",
  "--port": "port",
  "--dbname": "database",
  "--execute": "statement",
  "--command": "statement",
};
/** Words that say how the client reads and prints, and not what is done. */
const MANNERS =
  /^(--(default-character-set|defaults-extra-file|set)=.*|--(batch|quiet|all-databases)|-(A|X|w|XA|Xw|XAw))$/;

function withWords(call: { -readonly [name in keyof Call]: Call[name] }, words: readonly string[]): Call | undefined {
  const isMysql = call.program.startsWith("mysql");
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [, option = "", value = ""] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const flag = word.slice(0, 2);
    if (MANNERS.test(word)) continue;
    if (word === "***") call.password = "***";
    else if (LONG[option]) call[LONG[option]] = LONG[option] === "statement" ? plain(value) : value;
    else if (word === "-Be" || word === "-Ac") call.statement = plain(words[++index] ?? "");
    else if (isMysql && flag === "-p") call.password = word.slice(2);
    else if (SHORT[flag]) call[SHORT[flag]] = word.slice(2) || (words[++index] ?? "");
    else if (word === "<") call.from = words[++index];
    else if (word === ">") call.to = words[++index];
    else if (word === "3<&") index++;
    else if (!word.startsWith("-") && call.database === undefined) call.database = word;
    else return undefined;
  }
  return call;
}

/** A statement with its quotes left out, which the two sides choose in different ways. */
function plain(statement: string): string {
  return statement.replace(/[`"']/g, "").replace(/\s+/g, " ").trim();
}
