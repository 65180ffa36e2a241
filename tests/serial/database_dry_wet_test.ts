/** Operations of databases, on servers that are started for the test. */
import { deepStrictEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { mysql, postgres } from "../../src/modules/mod.ts";
import { dryWetDryWet, runScript } from "../../src/testing/mod.ts";
import { linesFrom } from "../integration/local_host.ts";
import { databaseTest, missing, missingPostgres, PASSWORD, withMariadb, withPostgres } from "./database_servers.ts";

const NAME = `it's "a\`b é`;

/** Puts programs in front of the real ones that write down their arguments and environment; gives the new path. */
async function recorded(folder: string, ...programs: string[]): Promise<{ PATH: string; log: string }> {
  const [bin, log] = [join(folder, "bin"), join(folder, "calls")];
  await Deno.mkdir(bin);
  for (const program of programs) {
    const real = (await linesFrom(`command -v ${program}`))[0];
    const script = `#!/bin/sh\nprintf 'ARGUMENTS %s\\n' "$*" >>'${log}'\nenv >>'${log}'\nexec ${real} "$@"\n`;
    await Deno.writeTextFile(join(bin, program), script, { mode: 0o755 });
  }
  return { PATH: `${bin}:${Deno.env.get("PATH")}`, log };
}

databaseTest("mysql's operations on MariaDB", await missing("mariadbd", "mysql", "mysqldump"), async (folder) => {
  await withMariadb(folder, async (env) => {
    const { PATH, log } = await recorded(folder, "mysql", "mysqldump");
    const globals = { _env: { ...env, PATH } };
    const root = { mysqlUser: "root" };
    const dryWet = (script: () => unknown, always = false) => dryWetDryWet("@local", script, { globals, always });
    const ask = (sql: string) =>
      linesFrom(`mysql -uroot --default-character-set=utf8mb4 --skip-column-names --execute="$SQL"`, {
        env: { ...env, SQL: sql },
      });

    await dryWet(() => mysql.user({ ...root, user: NAME, password: PASSWORD, maxConnections: 5, require: "SSL" }));
    await dryWet(() =>
      mysql.user({ ...root, user: NAME, password: PASSWORD, maxConnections: 7, maxQueriesPerHour: 9 })
    );
    await dryWet(() => mysql.user({ ...root, user: NAME, password: `${PASSWORD}2` }));
    const certificate = { require: "X509" as const, requireIssuer: "/CN=it's", requireSubject: "/CN=b" };
    await dryWet(() => mysql.user({ ...root, user: NAME, ...certificate }));
    await dryWet(() => mysql.user({ ...root, user: NAME, ...certificate, requireSubject: "/CN=c" }));
    const [created = ""] = await ask("SHOW CREATE USER 'it''s \"a`b é'@localhost");
    match(created, /ISSUER '\/CN=it\\?'+s' SUBJECT '\/CN=c' .*MAX_QUERIES_PER_HOUR 9 .*MAX_USER_CONNECTIONS 7/);

    const database = { ...root, database: NAME };
    await dryWet(() => mysql.database({ ...database, charset: "latin1", collate: "latin1_bin" }));
    await dryWet(() => mysql.database({ ...database, user: NAME, userPrivileges: ["select", "INSERT"] }));
    await dryWet(() => mysql.database({ ...database, user: NAME }));

    const grant = { ...root, user: NAME, privileges: [] as string[] };
    await dryWet(() => mysql.privileges({ ...grant, privileges: ["SELECT", "INSERT"], database: "mysql" }));
    await dryWet(() => mysql.privileges({ ...grant, privileges: "DELETE", database: "mysql", withGrantOption: true }));
    await dryWet(() => mysql.privileges({ ...grant, privileges: "ALL", database: "mysql", withGrantOption: true }));
    await dryWet(() => mysql.privileges({ ...grant, database: "mysql", privileges: "SELECT" }));
    await dryWet(() => mysql.privileges({ ...grant, database: "mysql", withGrantOption: true }));
    await dryWet(() => mysql.privileges({ ...grant, database: "mysql" }));
    await dryWet(() =>
      mysql.privileges({ ...grant, privileges: "UPDATE (`User`)", database: "mysql", table: "global_priv" })
    );
    await dryWet(() => mysql.privileges({ ...grant, privileges: "ALL", withGrantOption: true }));
    await dryWet(() => mysql.user({ ...root, user: NAME, privileges: ["SELECT", "GRANT OPTION"] }));
    await dryWet(() => mysql.user({ ...root, user: "other", privileges: "ALL" }));

    await dryWet(() => mysql.user({ ...root, user: "loader", password: PASSWORD, privileges: ["ALL"] }));
    await Deno.writeTextFile(join(folder, ".my.cnf"), "[client]\npassword=wrong\n", { append: true });
    const login = { mysqlUser: "loader", mysqlPassword: PASSWORD, database: "sheep" };
    const statement = `CREATE TABLE pasture (note TEXT); INSERT INTO pasture VALUES ('${
      PASSWORD.replaceAll(/['\\]/g, "$&$&")
    }')`;
    await dryWet(() => mysql.database({ ...login }));
    const once = async (script: () => unknown) => {
      const outcome = await runScript("@local", script, { globals });
      deepStrictEqual([...outcome.results.hosts.values()].map(({ state }) => state), ["ok"]);
    };
    await once(() => mysql.sql({ ...login, sql: statement }));
    await dryWet(
      () => mysql.sql({ ...login, sql: "UPDATE pasture SET note = CONCAT(note, '!') WHERE note LIKE '%!'" }),
      true,
    );
    const file = join(folder, "a dump.sql");
    await dryWet(() => mysql.dump({ ...login, dest: file }), true);
    await once(() => mysql.sql({ ...login, sql: "DROP TABLE pasture" }));
    await dryWet(() => mysql.load({ ...login, src: file }), true);
    await dryWet(() => mysql.database({ ...login, present: false }));

    const calls = await Deno.readTextFile(log);
    ok(calls.includes("ARGUMENTS"));
    doesNotMatch(calls, /#s/);
    doesNotMatch(await Deno.readTextFile(file), /Access denied/);
    match(await Deno.readTextFile(file), /#s/);
  });
});

databaseTest("postgres' operations on PostgreSQL", await missingPostgres(), async (folder) => {
  await withPostgres(folder, async () => {
    const { PATH, log } = await recorded(folder, "psql", "pg_dump");
    const globals = { _env: { PATH } };
    const login = { psqlUser: "postgres", psqlPassword: PASSWORD, psqlHost: folder };
    const dryWet = (script: () => unknown, always = false) => dryWetDryWet("@local", script, { globals, always });

    await dryWet(() => postgres.role({ ...login, role: NAME, password: `${PASSWORD}2`, connectionLimit: 3 }));
    await dryWet(() => postgres.role({ ...login, role: NAME, createdb: true, inherit: false, connectionLimit: 4 }));
    await dryWet(() => postgres.role({ ...login, role: NAME, login: false, inherit: true }));
    await dryWet(() => postgres.role({ ...login, role: NAME, superuser: true, createrole: true, replication: true }));
    const database = { ...login, database: NAME };
    const latin = { template: "template0", encoding: "LATIN1", lcCollate: "C", lcCtype: "C", connectionLimit: 0 };
    await dryWet(() => postgres.database({ ...database, owner: NAME, tablespace: "pg_default", ...latin }));
    await dryWet(() => postgres.database({ ...database, present: false }));
    await dryWet(() => postgres.role({ ...login, role: NAME, present: false }));

    const sheep = { ...login, psqlDatabase: "sheep" };
    await dryWet(() => postgres.database({ ...login, database: "sheep" }));
    const text = PASSWORD.replaceAll("'", "''");
    await dryWet(
      () => postgres.sql({ ...sheep, sql: `DROP TABLE IF EXISTS p; CREATE TABLE p AS SELECT '${text}' AS note` }),
      true,
    );
    const file = join(folder, "a dump.sql");
    await dryWet(() => postgres.dump({ ...login, database: "sheep", dest: file }), true);
    match(await Deno.readTextFile(file), /#s/);
    await dryWet(() => postgres.sql({ ...sheep, sql: "DROP TABLE IF EXISTS p" }), true);
    const outcome = () => runScript("@local", () => postgres.load({ ...sheep, src: file }), { globals });
    deepStrictEqual([...(await outcome()).results.hosts.values()].map(({ state }) => state), ["ok"]);
    // The second time the table is there already, which is a failure of the file.
    deepStrictEqual([...(await outcome()).results.hosts.values()].map(({ state }) => state), ["failed"]);

    const calls = (await Deno.readTextFile(log)).split("\n").filter((line) => line.startsWith("ARGUMENTS"));
    ok(calls.length > 0);
    doesNotMatch(calls.join("\n"), /#s/);
  });
});
