import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { postgresConnection, postgresName, postgresText, psql } from "./connection.ts";
import { PostgresDatabases } from "./facts.ts";

const name = () => z.string().min(1).optional();

const args = () =>
  z.object({
    database: z.string().min(1).describe("the database"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    owner: name().describe("the role that owns it, when it is made"),
    template: name().describe("the database that it is copied from, when it is made"),
    encoding: name().describe("its encoding, as `UTF8`, when it is made"),
    lcCollate: name().describe("the locale that it sorts by, when it is made; not the template's needs `template0`"),
    lcCtype: name().describe("the locale of its letters, when it is made"),
    tablespace: name().describe("the tablespace that it is in, when it is made"),
    connectionLimit: z.int().min(-1).optional().describe(
      "how many connections it may have, when it is made; -1 for any",
    ),
    ...postgresConnection(),
  });

/** Adds or removes a database of PostgreSQL. */
export const database: Operation<Arguments<typeof args>> = operation(
  {
    module: "postgres",
    name: "database",
    doc: "Adds or removes a database of PostgreSQL; one that is there is left as it is. Systems with `psql`.",
    args,
    invalidates: ["postgres"],
    leavesNothing: true,
  },
  async function* (args, host) {
    const { database, present, owner, template, encoding, lcCollate, lcCtype, tablespace, connectionLimit } = args;
    const { psqlUser, psqlPassword, psqlHost, psqlPort, psqlDatabase } = args;
    const connection = { psqlUser, psqlPassword, psqlHost, psqlPort, psqlDatabase };
    const exists = Object.hasOwn(await host.fact(PostgresDatabases, connection), database);
    if (exists === present) {
      return host.noop(`postgresql database ${database} ${exists ? "exists" : "does not exist"}`);
    }
    if (!present) {
      yield psql(`DROP DATABASE ${postgresName(database)}`, connection);
      return;
    }
    const words = [
      `CREATE DATABASE ${postgresName(database)}`,
      owner && `OWNER ${postgresName(owner)}`,
      template && `TEMPLATE ${postgresName(template)}`,
      encoding && `ENCODING ${postgresText(encoding)}`,
      lcCollate && `LC_COLLATE ${postgresText(lcCollate)}`,
      lcCtype && `LC_CTYPE ${postgresText(lcCtype)}`,
      tablespace && `TABLESPACE ${postgresName(tablespace)}`,
      connectionLimit !== undefined && `CONNECTION LIMIT ${connectionLimit}`,
    ];
    yield psql(words.filter(Boolean).join(" "), connection);
  },
);
