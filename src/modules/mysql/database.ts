import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { mysql, mysqlConnection, mysqlName } from "./connection.ts";
import { MysqlDatabases } from "./facts.ts";
import { MysqlUserGrants } from "./facts_grants.ts";
import { changePrivileges } from "./grants.ts";

const charset = () => z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "a name of letters, digits, `_` and `-`").optional();

const args = () =>
  z.object({
    database: z.string().min(1).describe("the database"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    collate: charset().describe("its collation, as `utf8mb4_general_ci`, when it is made"),
    charset: charset().describe("its character set, as `utf8mb4`, when it is made"),
    user: z.string().min(1).optional().describe("an account that shall have privileges on it"),
    userHostname: z.string().default("localhost").describe("the host that the account logs in from"),
    userPrivileges: arg.list().default(["ALL"]).describe(
      "the privileges of the account on the database, and no others",
    ),
    ...mysqlConnection(),
  });

/** Adds or removes a database of MySQL or MariaDB. */
export const database: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "database",
    doc: "Adds or removes a database of MySQL or MariaDB, and gives an account privileges on it. A database that is " +
      "there keeps its character set. Systems with the client `mysql`.",
    args,
    invalidates: ["mysql"],
    leavesNothing: true,
  },
  async function* ({ database, present, collate, charset, user, userHostname, userPrivileges, ...connection }, host) {
    const hasUser = present && user !== undefined && userPrivileges.length > 0;
    const [databases, grants] = await Promise.all([
      host.fact(MysqlDatabases, connection),
      hasUser ? host.fact(MysqlUserGrants, { user, hostname: userHostname, ...connection }) : {},
    ]);
    const exists = Object.hasOwn(databases, database);
    if (!present) {
      if (exists) yield mysql(`DROP DATABASE ${mysqlName(database)}`, connection);
      else host.noop(`mysql database ${database} does not exist`);
      return;
    }
    if (exists) host.noop(`mysql database ${database} exists`);
    else {
      const options = [collate && `COLLATE ${collate}`, charset && `CHARSET ${charset}`].filter(Boolean);
      yield mysql([`CREATE DATABASE ${mysqlName(database)}`, ...options].join(" "), connection);
    }
    if (!hasUser) return;
    const changes = changePrivileges({ user, hostname: userHostname, privileges: userPrivileges, database }, grants);
    for (const statement of changes) yield mysql(statement, connection);
  },
);
