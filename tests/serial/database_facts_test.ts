/** Facts of databases, read from servers that are started for the test. */
import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { MysqlDatabases, MysqlUserGrants, MysqlUsers } from "../../src/modules/mysql/mod.ts";
import { PostgresDatabases, PostgresRoles } from "../../src/modules/postgres/mod.ts";
import { linesFrom, readFact, run } from "../integration/local_host.ts";
import { databaseTest, missing, missingPostgres, PASSWORD, withMariadb, withPostgres } from "./database_servers.ts";

const shells: string[] = [];
for (const shell of ["dash", "bash", "busybox sh"]) {
  if ((await run(`${shell} -c true`)).code === 0) shells.push(shell);
}

databaseTest("mysql's facts are what MariaDB says", await missing("mariadbd", "mysql"), async (folder) => {
  await withMariadb(folder, async (env) => {
    const sql = [
      "CREATE DATABASE `a b\\`é` CHARACTER SET latin1",
      `CREATE USER 'it''s "é'@'%' IDENTIFIED BY 'p\\\\a"s#s''w é' WITH MAX_USER_CONNECTIONS 5`,
      `GRANT SELECT ON mysql.* TO 'it''s "é'@'%' WITH GRANT OPTION`,
      `GRANT INSERT (User), UPDATE ON mysql.global_priv TO 'it''s "é'@'%'`,
      "CREATE USER ''@elsewhere",
      "CREATE ROLE staff",
      `GRANT staff TO 'it''s "é'@'%'`,
    ].join(";\n").replace("\\`", "``");
    await Deno.writeTextFile(join(folder, "sql"), sql);
    await linesFrom(`mysql --default-character-set=utf8mb4 < "$HOME/sql"`, { env });

    const user = `it's "é`;
    const expected = {
      "*.*": ["USAGE"],
      "`mysql`.*": ["GRANT OPTION", "SELECT"],
      "`mysql`.`global_priv`": ["INSERT (`User`)", "UPDATE"],
    };
    const root = { mysqlUser: "root" };
    for (const shell of shells) {
      const options = { shell, env };
      const databases = await readFact(MysqlDatabases, root, options);
      deepStrictEqual(databases["a b`é"], { characterSet: "latin1", collationName: "latin1_swedish_ci" });
      const users = await readFact(MysqlUsers, root, options);
      deepStrictEqual([users[`${user}@%`]?.maxUserConnections, users[`${user}@%`]?.privileges], [5, []]);
      ok(users["root@localhost"]?.privileges.includes("Super"));
      deepStrictEqual([users["staff@"]?.isRole, users["@elsewhere"]?.isRole], [true, false]);
      deepStrictEqual(await readFact(MysqlUserGrants, { user, hostname: "%", ...root }, options), expected);
      deepStrictEqual(await readFact(MysqlUserGrants, { user: "nobody", ...root }, options), {});
    }

    await Deno.writeTextFile(join(folder, ".my.cnf"), "[client]\npassword=wrong\n", { append: true });
    const login = { mysqlUser: user, mysqlPassword: PASSWORD };
    for (const shell of shells) {
      const options = { shell, env };
      ok("mysql" in await readFact(MysqlDatabases, login, options));
      deepStrictEqual(await readFact(MysqlUserGrants, { user, hostname: "%", ...login }, options), expected);
      await rejects(readFact(MysqlUserGrants, { user, mysqlUser: user }, options), /Access denied/);
    }
  });
});

databaseTest("postgres' facts are what PostgreSQL says", await missingPostgres(), async (folder) => {
  await withPostgres(folder, async () => {
    const login = { psqlUser: "postgres", psqlPassword: PASSWORD, psqlHost: folder };
    const env = { PGPASSWORD: PASSWORD, PGHOST: folder, PGUSER: "postgres" };
    const name = `a|b "é\n(1 row)`;
    const sql = `CREATE ROLE "${name.replace('"', '""')}" LOGIN CONNECTION LIMIT 7 VALID UNTIL 'infinity';
CREATE DATABASE "${name.replace('"', '""')}" OWNER "${name.replace('"', '""')}" ENCODING 'LATIN1' TEMPLATE template0;`;
    await Deno.writeTextFile(join(folder, "sql"), sql);
    await linesFrom(`PGCLIENTENCODING=UTF8 psql -X -v ON_ERROR_STOP=1 -f ${join(folder, "sql")}`, { env });
    for (const shell of shells) {
      const { [name]: role, postgres } = await readFact(PostgresRoles, login, { shell });
      deepStrictEqual([role?.canlogin, role?.super, role?.connlimit, role?.validuntil], [true, false, 7, "infinity"]);
      deepStrictEqual([postgres?.super, postgres?.connlimit, postgres?.oid], [true, -1, 10]);
      const databases = await readFact(PostgresDatabases, { ...login, psqlDatabase: "template1" }, { shell });
      deepStrictEqual(Object.keys(databases).sort(), [name, "postgres", "template0", "template1"]);
      const { encoding, owner, collate, istemplate, tablespaceName } = databases[name]!;
      deepStrictEqual([encoding, owner, collate, istemplate, tablespaceName], [
        "LATIN1",
        name,
        "C",
        false,
        "pg_default",
      ]);
      await rejects(readFact(PostgresRoles, { ...login, psqlPassword: "wrong" }, { shell }), /authentication failed/);
      await rejects(readFact(PostgresRoles, { psqlUser: "postgres", psqlHost: folder }, { shell }), /no password/);
    }
  });
});
