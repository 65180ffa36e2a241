import { pathWord, raw, sh, type ShellCommand, z } from "../../api/mod.ts";
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
  return sh`${environment(connection)} ${PSQL} ${[...connectionWords(connection), `--command=${query}`]}`;
}

/**
 * Has the server carry out statements.
 *
 * @param hidden whether they hold a secret: then they are no argument of a process
 */
export function psql(statements: string, connection: PostgresConnection, hidden = false): ShellCommand {
  const words = ["-XAw", ...connectionWords(connection)];
  if (!hidden) return sh`${environment(connection)} psql ${[...words, `--command=${statements}`]}`;
  return sh`printf '%s\\n' ${statements} | ${environment(connection)} psql ${[...words, ...STOPS]}`;
}

/** Runs statements from a file on the host; the first that fails is the last. */
export function psqlFrom(path: string, connection: PostgresConnection): ShellCommand {
  return sh`${environment(connection)} psql ${["-Xw", ...connectionWords(connection), ...STOPS]} < ${pathWord(path)}`;
}

/** Writes statements that make a database anew into a file on the host. */
export function pgDump(path: string, connection: PostgresConnection): ShellCommand {
  return sh`${environment(connection)} pg_dump ${["-w", ...connectionWords(connection)]} > ${pathWord(path)}`;
}

const STOPS = ["--quiet", "--set=ON_ERROR_STOP=1"];

function connectionWords(connection: PostgresConnection): string[] {
  return [
    ["--username", connection.psqlUser],
    ["--host", connection.psqlHost],
    ["--port", connection.psqlPort],
    ["--dbname", connection.psqlDatabase],
  ].filter(([, value]) => value !== undefined).map(([option, value]) => `${option}=${value}`);
}

// The environment of a process is for its own user only, in contrast to its arguments. In the C locale psql would not
// know which encoding it is read in.
function environment({ psqlPassword }: PostgresConnection): ShellCommand {
  return psqlPassword === undefined ? sh`PGCLIENTENCODING=UTF8` : sh`PGPASSWORD=${psqlPassword} PGCLIENTENCODING=UTF8`;
}

/** A name in a statement. */
export function postgresName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text in a statement, whatever the server takes backslashes for. */
export function postgresText(text: string): string {
  const quoted = `'${text.replace(/[\\']/g, "$&$&")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

// Names may hold bars and newlines, so that control characters part fields and rows.
const PSQL = raw(
  `psql -XAw -P footer=off -F "$(printf '\\037')" -R "$(printf '\\036')"`,
);
const FIELD = "\x1f";
const ROW = "\x1e";

/** A table as {@linkcode psqlTable} prints it, or with bars and a row on each line, as `psql -A` does by itself. */
export function tableLines(lines: readonly string[]): { readonly lines: string[]; readonly separator: string } {
  const text = lines.join("\n");
  if (text.includes(FIELD)) return { lines: text.split(ROW), separator: FIELD };
  return { lines: lines.filter((line) => !/^\(\d+ rows?\)$/.test(line) && line !== ""), separator: "|" };
}

/** A shorter name for the database to connect to, where nothing else could be meant. */
export const shortDatabase = () => ({
  database: z.string().min(1).optional().describe("the database; the same as `psqlDatabase`"),
});

/** The connection for arguments with {@linkcode shortDatabase}. */
export function inDatabase(
  { database, ...connection }: PostgresConnection & { database?: string },
): PostgresConnection {
  return { ...connection, psqlDatabase: connection.psqlDatabase ?? database };
}
