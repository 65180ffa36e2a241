import { type Fact, fact, z } from "../../api/mod.ts";
import { parseColumns } from "../columns.ts";
import { batchCell, mysql, type MysqlConnection, mysqlConnection } from "./connection.ts";

/** A database of MySQL or MariaDB. */
export interface MysqlDatabase {
  readonly characterSet: string | null;
  readonly collationName: string | null;
}

const SCHEMATA = "SELECT SCHEMA_NAME AS SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME AS DEFAULT_CHARACTER_SET_NAME, " +
  "DEFAULT_COLLATION_NAME AS DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA";

/** The databases of a MySQL or MariaDB server. */
export const MysqlDatabases: Fact<Record<string, MysqlDatabase>, MysqlConnection> = fact({
  module: "mysql",
  name: "MysqlDatabases",
  doc: "The databases of a MySQL or MariaDB server that the user may see, by name. Systems with the client `mysql`.",
  args: () => z.object(mysqlConnection()),
  requiresCommand: "mysql",
  command: (args) => mysql(SCHEMATA, args),
  process: (lines) =>
    Object.fromEntries(
      tableOf(lines, ["SCHEMA_NAME"]).map((row) => [
        required(row, "SCHEMA_NAME"),
        {
          characterSet: row.DEFAULT_CHARACTER_SET_NAME ?? null,
          collationName: row.DEFAULT_COLLATION_NAME ?? null,
        },
      ]),
    ),
  default: () => ({}),
});

/** An account of MySQL or MariaDB: what stands in `mysql.user`, under its names in `camelCase`. */
export interface MysqlUser {
  /** The global privileges, as `Alter_routine`, in order of their names. */
  readonly privileges: readonly string[];
  readonly plugin?: string | null;
  readonly authenticationString?: string | null;
  readonly sslType?: string | null;
  readonly maxQuestions?: number | null;
  readonly maxUpdates?: number | null;
  readonly maxConnections?: number | null;
  readonly maxUserConnections?: number | null;
  readonly passwordExpired?: boolean | null;
  /** MySQL only. */
  readonly accountLocked?: boolean | null;
  /** MariaDB only: a role is an account without host. */
  readonly isRole?: boolean | null;
  readonly [column: string]: string | number | boolean | null | readonly string[] | undefined;
}

/** The accounts of a MySQL or MariaDB server. */
export const MysqlUsers: Fact<Record<string, MysqlUser>, MysqlConnection> = fact({
  module: "mysql",
  name: "MysqlUsers",
  doc:
    "The accounts of a MySQL or MariaDB server by `user@host`, with global privileges, limits and password hashes; " +
    "anonymous accounts as `@host`, roles of MariaDB as `role@`. Systems with the client `mysql`.",
  args: () => z.object(mysqlConnection()),
  sensitive: true,
  requiresCommand: "mysql",
  command: (args) => mysql("SELECT * FROM mysql.user", args),
  process: (lines) =>
    Object.fromEntries(
      tableOf(lines, ["User", "Host"])
        .map((row) => [`${required(row, "User")}@${required(row, "Host")}`, userOf(row)] as const)
        // What has neither name nor host is left over from a damaged table, and nobody can log in with it.
        .filter(([name]) => name !== "@"),
    ),
  default: () => ({}),
});

function tableOf(lines: readonly string[], required: readonly string[]) {
  return parseColumns(lines, { separator: "\t", unescape: batchCell, required });
}

const PRIVILEGE = /_priv$/;
const COUNT = /^(max_(questions|updates|connections|user_connections)|password_(lifetime|reuse_\w+))$/i;
const FLAG = /^(password_expired|is_role|account_locked|password_require_current)$/i;

function userOf(row: Readonly<Record<string, string | null>>): MysqlUser {
  const privileges: string[] = [];
  const columns: [string, string | number | boolean | null][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name === "User" || name === "Host") continue;
    if (PRIVILEGE.test(name)) {
      if (value !== "Y" && value !== "N") throw new Error(`expected Y or N in ${name}, found ${JSON.stringify(value)}`);
      if (value === "Y") privileges.push(name.replace(PRIVILEGE, ""));
    } else if (value === null || value === "") columns.push([fieldName(name), null]);
    else if (COUNT.test(name) && /^\d+$/.test(value)) columns.push([fieldName(name), Number(value)]);
    else if (FLAG.test(name) && /^[YN]$/.test(value)) columns.push([fieldName(name), value === "Y"]);
    else columns.push([fieldName(name), value]);
  }
  return { ...Object.fromEntries(columns), privileges: privileges.sort() };
}

function fieldName(column: string): string {
  return column.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function required(row: Readonly<Record<string, string | null>>, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`expected text in ${column}, found ${value}`);
  return value;
}
