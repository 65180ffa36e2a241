import { OperationError } from "../../api/mod.ts";
import { mysqlAccount, mysqlName } from "./connection.ts";

/** The privileges that an account shall have on something, and no others. */
export interface WantedPrivileges {
  readonly user: string;
  readonly hostname: string;
  readonly privileges: readonly string[];
  /** `*`, or a name in which `_` and `%` stand for any characters. */
  readonly database: string;
  readonly table?: string;
  readonly mayGrant?: boolean;
  readonly flush?: boolean;
}

const GRANT_OPTION = "GRANT OPTION";

/** What MySQL 8 lists in place of `ALL PRIVILEGES` on everything; beside it stand others that plugins bring. */
const STATIC =
  ("SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, SHUTDOWN, PROCESS, FILE, REFERENCES, INDEX, ALTER, " +
    "SHOW DATABASES, SUPER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, " +
    "CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, CREATE TABLESPACE, " +
    "CREATE ROLE, DROP ROLE").split(", ");

/**
 * The statements that give an account just these privileges; none where it has them.
 *
 * @param grants what the account has now, as `MysqlUserGrants` gives it
 */
export function changePrivileges(
  { user, hostname, privileges, database, table = "*", mayGrant, flush = true }: WantedPrivileges,
  grants: Readonly<Record<string, readonly string[]>>,
): string[] {
  const on = `${database === "*" ? "*" : mysqlName(database)}.${table === "*" ? "*" : mysqlName(table)}`;
  if (database === "*" && table !== "*") {
    throw new OperationError(`Cannot apply MySQL privileges on ${on}, no database provided`, {
      hint: "Give the database of the table.",
    });
  }
  const account = mysqlAccount(user, hostname);
  const wanted = new Set([...privileges, ...(mayGrant ? [GRANT_OPTION] : [])].map(plain));
  const existing = new Set(allInOne((grants[on] ?? []).map(plain)));
  // It says that there are no others.
  existing.delete("USAGE");
  wanted.delete("USAGE");

  const missing = [...wanted].filter((one) => !existing.has(one)).sort();
  // What is a part of all need not go first.
  const superfluous = [...existing].filter((one) =>
    !wanted.has(one) && !(missing.includes("ALL") && one !== GRANT_OPTION)
  ).sort();
  const statements = [
    ...together(superfluous).map((list) => `REVOKE ${list} ON ${on} FROM ${account}`),
    ...(missing.includes("ALL") && missing.includes(GRANT_OPTION)
      ? [`GRANT ALL PRIVILEGES ON ${on} TO ${account} WITH GRANT OPTION`]
      : together(missing).map((list) => `GRANT ${list} ON ${on} TO ${account}`)),
  ];
  return statements.length > 0 && flush ? [...statements, "FLUSH PRIVILEGES"] : statements;
}

/** One list of privileges; two where one of them is all, which no other can stand beside. */
function together(privileges: readonly string[]): string[] {
  if (!privileges.includes("ALL")) return privileges.length ? [privileges.join(", ")] : [];
  return ["ALL", ...privileges.filter((one) => one !== "ALL")];
}

/** A privilege as the server prints it; columns in parentheses keep their letters. */
function plain(privilege: string): string {
  const [, name, columns] = /^([^(]*?)\s*(\(.*\))?$/s.exec(privilege.trim())!;
  const words = name!.toUpperCase().replace(/\s+/g, " ");
  return `${words === "ALL PRIVILEGES" ? "ALL" : words}${columns === undefined ? "" : ` ${columns}`}`;
}

function allInOne(privileges: readonly string[]): readonly string[] {
  if (!STATIC.every((one) => privileges.includes(one))) return privileges;
  return ["ALL", ...privileges.filter((one) => one === GRANT_OPTION)];
}
