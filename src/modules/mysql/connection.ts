import { raw, sh, type ShellCommand, z } from "../../api/mod.ts";
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

/** Has the server carry out a statement; prints a heading and rows, parted by tabs. */
export function mysql(statement: string, connection: MysqlConnection): ShellCommand {
  const words = [
    connection.mysqlUser !== undefined && `--user=${connection.mysqlUser}`,
    connection.mysqlHost !== undefined && `--host=${connection.mysqlHost}`,
    connection.mysqlPort !== undefined && `--port=${connection.mysqlPort}`,
    // In the C locale the client would have the server replace what is not ASCII.
    "--default-character-set=utf8mb4",
    "--batch",
    `--execute=${statement}`,
  ];
  if (connection.mysqlPassword === undefined) return sh`mysql ${words}`;
  const lines = ["[client]", `password="${optionValue(connection.mysqlPassword)}"`];
  const options = sh`printf '%s\\n' ${lines}`;
  return sh`{ ${OWN_OPTIONS}
${options}; } | HOME=/dev/null mysql ${["--defaults-extra-file=/dev/stdin", ...words]}`;
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

/** A cell as `mysql --batch` prints it; `null` for NULL. */
export function batchCell(cell: string): string | null {
  return cell === "NULL" ? null : batchText(cell);
}

/** Text as `mysql --batch` prints it, without its escapes. */
export function batchText(text: string): string {
  const characters: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0", "\\": "\\" };
  return text.replace(/\\([nt0\\])/g, (_, character: string) => characters[character]!);
}
