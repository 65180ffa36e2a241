import { type Fact, fact, z } from "../../api/mod.ts";
import { parseColumns } from "../columns.ts";
import { type PostgresConnection, postgresConnection, psqlTable, tableLines } from "./connection.ts";

type Value = string | number | boolean | null;

/** A database of PostgreSQL: the columns of `pg_database` without their prefix. */
export interface PostgresDatabase {
  /** The encoding's name, as `UTF8`. */
  readonly encoding: string | null;
  readonly collate?: string | null;
  readonly ctype?: string | null;
  readonly istemplate?: boolean | null;
  readonly allowconn?: boolean | null;
  /** `-1` for no limit. */
  readonly connlimit?: number | null;
  /** The owner's number. */
  readonly dba?: number | null;
  /** The owner's name. */
  readonly owner?: string | null;
  /** The tablespace's number. */
  readonly tablespace?: number | null;
  /** The tablespace's name. */
  readonly tablespaceName?: string | null;
  readonly [column: string]: Value | undefined;
}

const DATABASES = "SELECT pg_catalog.pg_encoding_to_char(encoding) AS pg_encoding_to_char, " +
  'pg_catalog.pg_get_userbyid(datdba) AS owner, spcname AS "tablespaceName", pg_database.* ' +
  "FROM pg_catalog.pg_database LEFT JOIN pg_catalog.pg_tablespace ON pg_tablespace.oid = dattablespace";

/** The databases of a PostgreSQL server. */
export const PostgresDatabases: Fact<Record<string, PostgresDatabase>, PostgresConnection> = fact({
  module: "postgres",
  name: "PostgresDatabases",
  doc: "The databases of a PostgreSQL server by name, with encoding, locale, owner and limits. Systems with `psql`.",
  args: () => z.object(postgresConnection()),
  requiresCommand: "psql",
  command: (args) => psqlTable(DATABASES, args),
  process: (lines) =>
    Object.fromEntries(
      rowsOf(lines, "datname").map(({ datname, pg_encoding_to_char: encoding = null, ...row }) => [
        nameOf(datname, "datname"),
        { ...fields(row, /^dat/), encoding },
      ]),
    ),
  default: () => ({}),
});

/** A role of PostgreSQL: the columns of `pg_roles` without their prefix. */
export interface PostgresRole {
  readonly super?: boolean | null;
  readonly inherit?: boolean | null;
  readonly createrole?: boolean | null;
  readonly createdb?: boolean | null;
  readonly canlogin?: boolean | null;
  readonly replication?: boolean | null;
  readonly bypassrls?: boolean | null;
  /** `-1` for no limit. */
  readonly connlimit?: number | null;
  /** Always asterisks: PostgreSQL does not tell. */
  readonly password?: string | null;
  /** The time until which the password is valid, as the server prints it. */
  readonly validuntil?: string | null;
  /** The role's own settings, as the server prints them. */
  readonly config?: string | null;
  readonly oid?: number | null;
  readonly [column: string]: Value | undefined;
}

/** The roles of a PostgreSQL server. */
export const PostgresRoles: Fact<Record<string, PostgresRole>, PostgresConnection> = fact({
  module: "postgres",
  name: "PostgresRoles",
  doc: "The roles of a PostgreSQL server by name, with what they may do. Systems with `psql`.",
  args: () => z.object(postgresConnection()),
  requiresCommand: "psql",
  command: (args) => psqlTable("SELECT * FROM pg_catalog.pg_roles", args),
  process: (lines) =>
    Object.fromEntries(
      rowsOf(lines, "rolname").map(({ rolname, ...row }) => [nameOf(rolname, "rolname"), fields(row, /^rol/)]),
    ),
  default: () => ({}),
});

const NUMBERS = /^(oid|connlimit|dba|lastsysoid|frozenxid|minmxid|tablespace)$/;
const FLAGS =
  /^(istemplate|allowconn|hasloginevt|super|inherit|createrole|createdb|catupdate|canlogin|replication|bypassrls)$/;

function rowsOf(lines: readonly string[], name: string): Record<string, string | null>[] {
  const table = tableLines(lines);
  const unescape = (cell: string) => cell === "" ? null : cell;
  return parseColumns(table.lines, { separator: table.separator, unescape, required: [name] });
}

function fields(row: Readonly<Record<string, string | null>>, prefix: RegExp): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(row).filter(([column]) => column !== "encoding").map(([column, text]) => {
      const name = column.replace(prefix, "");
      return [name, text === null ? null : valueOf(name, text)];
    }),
  );
}

function valueOf(name: string, text: string): Value {
  if (FLAGS.test(name)) {
    if (text !== "t" && text !== "f") throw new Error(`expected t or f in ${name}, found ${JSON.stringify(text)}`);
    return text === "t";
  }
  if (!NUMBERS.test(name)) return text;
  if (!/^-?\d+$/.test(text)) throw new Error(`expected a number in ${name}, found ${JSON.stringify(text)}`);
  return Number(text);
}

function nameOf(text: string | null | undefined, column: string): string {
  if (typeof text !== "string") throw new Error(`expected text in ${column}, found none`);
  return text;
}
