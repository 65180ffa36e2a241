import { raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { password, port } from "../password.ts";

/** Whom to ask, and as whom. */
export interface PostgresConnection {
  readonly psqlUser?: string;
  readonly psqlPassword?: string;
  readonly psqlHost?: string;
  readonly psqlPort?: number;
  readonly psqlDatabase?: string;
}

/** The arguments of everything that talks to a PostgreSQL server. */
export const postgresConnection = () => ({
  psqlUser: z.string().min(1).optional().describe("the role to log in as; that of the user's name unless given"),
  psqlPassword: password().optional().describe("the password of that role; never shown"),
  psqlHost: z.string().min(1).optional().describe("the server's host or the folder of its socket"),
  psqlPort: port().optional().describe("the server's port"),
  psqlDatabase: z.string().min(1).optional().describe(
    "the database to connect to; that of the role's name unless given",
  ),
});

/** Has the server carry out a query; prints what {@linkcode tableLines} reads. */
export function psqlTable(query: string, connection: PostgresConnection): ShellCommand {
  const words = [
    connection.psqlUser !== undefined && `--username=${connection.psqlUser}`,
    connection.psqlHost !== undefined && `--host=${connection.psqlHost}`,
    connection.psqlPort !== undefined && `--port=${connection.psqlPort}`,
    connection.psqlDatabase !== undefined && `--dbname=${connection.psqlDatabase}`,
    `--command=${query}`,
  ];
  // The environment of a process is for its own user only, in contrast to its arguments.
  const secret = connection.psqlPassword === undefined ? [] : [sh`PGPASSWORD=${connection.psqlPassword}`];
  return sh`${[...secret, PSQL]} ${words}`;
}

// Names may hold bars and newlines, so that control characters part fields and rows. In the C locale psql would not
// know which encoding it is read in.
const PSQL = raw(
  `PGCLIENTENCODING=UTF8 psql -XAw -P footer=off -F "$(printf '\\037')" -R "$(printf '\\036')"`,
);
const FIELD = "\x1f";
const ROW = "\x1e";

/** A table as {@linkcode psqlTable} prints it, or with bars and a row on each line, as `psql -A` does by itself. */
export function tableLines(lines: readonly string[]): { readonly lines: string[]; readonly separator: string } {
  const text = lines.join("\n");
  if (text.includes(FIELD)) return { lines: text.split(ROW), separator: FIELD };
  return { lines: lines.filter((line) => !/^\(\d+ rows?\)$/.test(line) && line !== ""), separator: "|" };
}
