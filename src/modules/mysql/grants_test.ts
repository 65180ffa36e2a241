import { deepStrictEqual, throws } from "node:assert/strict";
import { changePrivileges } from "./grants.ts";

const ann = { user: "ann", hostname: "%", database: "shop", flush: false };

Deno.test("privileges are compared as the server prints them, columns with their letters", () => {
  const grants = { "`shop`.*": ["SELECT", "INSERT (`A`)"] };
  deepStrictEqual(changePrivileges({ ...ann, privileges: ["select", "insert (`A`)"] }, grants), []);
  deepStrictEqual(changePrivileges({ ...ann, privileges: ["create  view"] }, grants), [
    "REVOKE INSERT (`A`), SELECT ON `shop`.* FROM `ann`@`%`",
    "GRANT CREATE VIEW ON `shop`.* TO `ann`@`%`",
  ]);
});

Deno.test("all privileges take none away first, and stand in no list", () => {
  const grants = { "`shop`.*": ["SELECT"] };
  deepStrictEqual(changePrivileges({ ...ann, privileges: ["ALL"] }, grants), ["GRANT ALL ON `shop`.* TO `ann`@`%`"]);
  deepStrictEqual(changePrivileges({ ...ann, privileges: [] }, { "`shop`.*": ["ALL PRIVILEGES", "GRANT OPTION"] }), [
    "REVOKE ALL ON `shop`.* FROM `ann`@`%`",
    "REVOKE GRANT OPTION ON `shop`.* FROM `ann`@`%`",
  ]);
});

Deno.test("all that MySQL 8 lists is all, with what plugins bring", () => {
  const listed = ("SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, SHUTDOWN, PROCESS, FILE, REFERENCES, INDEX, " +
    "ALTER, SHOW DATABASES, SUPER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, " +
    "REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, " +
    "CREATE TABLESPACE, CREATE ROLE, DROP ROLE, BACKUP_ADMIN").split(", ");
  const all = { ...ann, database: "*", privileges: ["ALL"] };
  deepStrictEqual(changePrivileges(all, { "*.*": listed }), []);
  deepStrictEqual(changePrivileges({ ...all, mayGrant: true }, { "*.*": listed }), [
    "GRANT GRANT OPTION ON *.* TO `ann`@`%`",
  ]);
  deepStrictEqual(changePrivileges(all, { "*.*": listed.slice(1) }), ["GRANT ALL ON *.* TO `ann`@`%`"]);
});

Deno.test("no privilege is none, and a table needs its database", () => {
  deepStrictEqual(changePrivileges({ ...ann, database: "*", privileges: [] }, { "*.*": ["USAGE"] }), []);
  throws(() => changePrivileges({ ...ann, database: "*", table: "t", privileges: ["SELECT"] }, {}), /no database/);
});
