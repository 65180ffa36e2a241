import { pathWord, raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { password, port } from "../password.ts";

/** Whom to ask, and as whom. */
export interface MysqlConnection {
  readonly mysqlUser?: string;
  readonly mysqlPassword?: string;
  readonly mysqlHost?: string;
  readonly mysqlPort?: number;
}

/** The arguments of everything that talks to a MySQL or MariaDB server. */
export const mysqlConnection = () => ({
  mysqlUser: z.string().min(1).optional().describe("the user to log in as; the client's own default unless given"),
  mysqlPassword: password().optional().describe("the password of that user; never shown"),
  mysqlHost: z.string().min(1).optional().describe("the server's host; the local socket unless given"),
  mysqlPort: port().optional().describe("the server's port"),
});

/** How {@linkcode mysql} carries a statement out. */
interface StatementOptions {
  /** The database to work in. */
  readonly database?: string;
  /** The statement holds a secret: it is no argument of a process. */
  readonly hidden?: boolean;
}

/** Has the server carry out a statement; prints a heading and rows, parted by tabs. */
export function mysql(statement: string, connection: MysqlConnection, options: StatementOptions = {}): ShellCommand {
  const words = [...databaseWords(options.database), "--batch"];
  if (!options.hidden) return client("mysql", connection, [...words, `--execute=${statement}`]);
  const said = sh`printf '%s\\n' ${statement}`;
  if (connection.mysqlPassword === undefined) return sh`${said} | ${client("mysql", connection, words)}`;
  const { mysqlPassword, ...rest } = connection;
  return sh`{ ${passwordOptions(mysqlPassword!)}; } | { ${said} | ${client("mysql", rest, words, 3)}; } 3<&0`;
}

/** Runs statements from a file on the host. */
export function mysqlFrom(path: string, connection: MysqlConnection, database?: string): ShellCommand {
  const { mysqlPassword, ...rest } = connection;
  const words = databaseWords(database);
  if (mysqlPassword === undefined) return sh`${client("mysql", rest, words)} < ${pathWord(path)}`;
  return sh`{ ${passwordOptions(mysqlPassword)}; } | ${client("mysql", rest, words, 3)} 3<&0 < ${pathWord(path)}`;
}

/** Writes statements that make a database, or all databases, anew into a file on the host. */
export function mysqlDump(path: string, connection: MysqlConnection, database?: string): ShellCommand {
  const words = database === undefined ? ["--all-databases"] : databaseWords(database);
  return sh`${client("mysqldump", connection, words)} > ${pathWord(path)}`;
}

/** A word that is no option, whatever the database is called. */
function databaseWords(database: string | undefined): string[] {
  return database === undefined ? [] : [database];
}

/** @param optionsAt the descriptor at which the client finds its password, where that is not its standard input */
function client(
  program: "mysql" | "mysqldump",
  connection: MysqlConnection,
  more: readonly string[],
  optionsAt?: 3,
): ShellCommand {
  const words = [
    connection.mysqlUser !== undefined && `--user=${connection.mysqlUser}`,
    connection.mysqlHost !== undefined && `--host=${connection.mysqlHost}`,
    connection.mysqlPort !== undefined && `--port=${connection.mysqlPort}`,
    // In the C locale the client would have the server replace what is not ASCII.
    "--default-character-set=utf8mb4",
    ...more,
  ];
  if (optionsAt !== undefined) return sh`HOME=/dev/null ${program} --defaults-extra-file=/dev/fd/3 ${words}`;
  if (connection.mysqlPassword === undefined) return sh`${program} ${words}`;
  return sh`{ ${passwordOptions(connection.mysqlPassword)}; } | HOME=/dev/null ${program} ${[
    "--defaults-extra-file=/dev/stdin",
    ...words,
  ]}`;
}

function passwordOptions(password: string): ShellCommand {
  const lines = ["[client]", `password="${optionValue(password)}"`];
  return sh`${OWN_OPTIONS}
printf '%s\\n' ${lines}`;
}

// The user's own file would win over the password that was given, so it goes in front of it. Neither the arguments nor
// the environment of a process ever hold the password.
const OWN_OPTIONS = raw(
  `! test -r ~/.my.cnf || printf '%s\\n' "!include $HOME/.my.cnf"`,
);

/** A value as option files have it between double quotes. */
function optionValue(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b" };
  return text.replace(/[\\"]/g, "\\$&").replace(/[\n\r\t\b]/g, (character) => escapes[character]!);
}

/** A name in a statement, in the only quotes that every SQL mode takes. */
export function mysqlName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Text in a statement. */
export function mysqlText(text: string): string {
  return `'${text.replace(/[\\']/g, "$&$&")}'`;
}

/** An account in a statement. */
export function mysqlAccount(user: string, hostname: string): string {
  return `${mysqlName(user)}@${mysqlName(hostname)}`;
}

/** A cell as `mysql --batch` prints it; `null` for NULL. */
export function batchCell(cell: string): string | null {
  return cell === "NULL" ? null : batchText(cell);
}

/** Text as `mysql --batch` prints it, without its escapes. */
export function batchText(text: string): string {
  const characters: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0", "\\": "\\" };
  return text.replace(/\\([nt0\\])/g, (_, character: string) => characters[character]!);
}
