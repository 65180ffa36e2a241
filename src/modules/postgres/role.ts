import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { password } from "../password.ts";
import { postgresConnection, postgresName, postgresText, psql } from "./connection.ts";
import { type PostgresRole, PostgresRoles } from "./facts.ts";

const args = () =>
  z.object({
    role: z.string().min(1).describe("the role"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    password: password().optional().describe(
      "its password, when it is made; never shown, and in no process list. The server does not tell it, so that it is " +
        "not compared",
    ),
    login: z.boolean().default(true).describe("whether it may log in"),
    superuser: z.boolean().default(false).describe("whether it may do everything"),
    inherit: z.boolean().optional().describe(
      "whether it has what roles may that it is in; left out it is as the server has it, for a new role `true`",
    ),
    createdb: z.boolean().default(false).describe("whether it may make databases"),
    createrole: z.boolean().default(false).describe("whether it may make roles"),
    replication: z.boolean().default(false).describe("whether it may replicate"),
    connectionLimit: z.int().min(-1).optional().describe(
      "how many connections it may have at a time; -1 for any number",
    ),
    ...postgresConnection(),
  });

type Wanted = z.output<ReturnType<typeof args>>;

/** Adds, changes or removes a role of PostgreSQL. */
export const role: Operation<Arguments<typeof args>> = operation(
  {
    module: "postgres",
    name: "role",
    doc: "Adds, changes or removes a role of PostgreSQL. Systems with `psql`.",
    args,
    invalidates: ["postgres"],
    leavesNothing: true,
  },
  async function* (args, host) {
    const { role, present, password } = args;
    const { psqlUser, psqlPassword, psqlHost, psqlPort, psqlDatabase } = args;
    const connection = { psqlUser, psqlPassword, psqlHost, psqlPort, psqlDatabase };
    const roles = await host.fact(PostgresRoles, connection);
    const existing = Object.hasOwn(roles, role) ? roles[role] : undefined;
    if (!present) {
      if (existing) yield psql(`DROP ROLE ${postgresName(role)}`, connection);
      else host.noop(`postgresql role ${role} does not exist`);
      return;
    }
    const words = [...abilities(args, existing), ...connectionLimit(args, existing)];
    if (existing) {
      if (words.length) yield psql(`ALTER ROLE ${postgresName(role)} ${words.join(" ")}`, connection);
      else host.noop(`postgresql role ${role} exists`);
      return;
    }
    if (password !== undefined) words.push(`PASSWORD ${postgresText(password)}`);
    yield psql([`CREATE ROLE ${postgresName(role)}`, ...words].join(" "), connection, password !== undefined);
  },
);

/** The words for what a role may that it may not yet, and the other way round; a new one may nothing but inherit. */
function abilities(wanted: Wanted, existing: PostgresRole | undefined): string[] {
  const has: PostgresRole = existing ??
    { canlogin: false, super: false, inherit: true, createdb: false, createrole: false, replication: false };
  const differing = [
    { word: "LOGIN", wish: wanted.login, is: has.canlogin },
    { word: "SUPERUSER", wish: wanted.superuser, is: has.super },
    // Said of a new role even where it is the server's own way.
    { word: "INHERIT", wish: wanted.inherit, is: existing === undefined ? !wanted.inherit : has.inherit },
    { word: "CREATEDB", wish: wanted.createdb, is: has.createdb },
    { word: "CREATEROLE", wish: wanted.createrole, is: has.createrole },
    { word: "REPLICATION", wish: wanted.replication, is: has.replication },
  ].filter(({ wish, is }) => wish !== undefined && typeof is === "boolean" && wish !== is);
  return differing.map(({ word, wish }) => wish ? word : `NO${word}`);
}

function connectionLimit(wanted: Wanted, existing: PostgresRole | undefined): string[] {
  const limit = wanted.connectionLimit;
  return limit === undefined || limit === (existing?.connlimit ?? -1) ? [] : [`CONNECTION LIMIT ${limit}`];
}
