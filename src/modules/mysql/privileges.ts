import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { mysql, mysqlConnection } from "./connection.ts";
import { MysqlUserGrants } from "./facts_grants.ts";
import { changePrivileges } from "./grants.ts";

const args = () =>
  z.object({
    user: z.string().describe("the account's name; empty for the anonymous account"),
    privileges: arg.list().describe("all privileges that it shall have there, as `SELECT`, or `ALL`"),
    userHostname: z.string().default("localhost").describe("the host that the account logs in from"),
    database: z.string().min(1).default("*").describe(
      "the database, in whose name `_` and `%` stand for any characters unless a backslash is in front; `*` for all",
    ),
    table: z.string().min(1).default("*").describe("the table; `*` for all of the database"),
    flush: z.boolean().default(true).describe("have the server read its tables of privileges anew after a change"),
    withGrantOption: z.boolean().default(false).describe("whether it may give its privileges to others"),
    ...mysqlConnection(),
  });

/** Gives an account of MySQL or MariaDB just these privileges on something. */
export const privileges: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "privileges",
    doc: "Gives an account of MySQL or MariaDB privileges on a database or table, and takes away all others that it " +
      "has on just that. Systems with the client `mysql`.",
    args,
    invalidates: ["mysql"],
    leavesNothing: true,
  },
  async function* ({ user, privileges, userHostname, database, table, flush, withGrantOption, ...connection }, host) {
    const grants = await host.fact(MysqlUserGrants, { user, hostname: userHostname, ...connection });
    const wanted = { user, hostname: userHostname, privileges, database, table, flush, mayGrant: withGrantOption };
    const statements = changePrivileges(wanted, grants);
    if (statements.length === 0) host.noop("mysql privileges are already correct");
    for (const statement of statements) yield mysql(statement, connection);
  },
);
