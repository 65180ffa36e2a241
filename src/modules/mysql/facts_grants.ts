import { type Fact, fact, raw, z } from "../../api/mod.ts";
import { unlessSaid } from "../unless_said.ts";
import { batchText, mysql, type MysqlConnection, mysqlConnection, mysqlName } from "./connection.ts";

/** The privileges of an account of MySQL or MariaDB. */
export const MysqlUserGrants: Fact<
  Record<string, string[]>,
  MysqlConnection & { user: string; hostname?: string }
> = fact({
  module: "mysql",
  name: "MysqlUserGrants",
  doc:
    "The privileges of an account of a MySQL or MariaDB server, by what they are on, as `*.*` or `` `shop`.* ``, in " +
    "order of their names; empty where there is no such account. Granted roles and partial revokes are left out. " +
    "Systems with the client `mysql`.",
  args: () =>
    z.object({
      user: z.string().describe("the account's name; empty for the anonymous account"),
      hostname: z.string().default("localhost").describe("the host that the account logs in from"),
      ...mysqlConnection(),
    }),
  sensitive: true,
  requiresCommand: "mysql",
  // Error 1141 says that there is no such account.
  command: ({ user, hostname, ...connection }) =>
    unlessSaid(
      raw("*'ERROR 1141 '*"),
      mysql(`SHOW GRANTS FOR ${mysqlName(user)}@${mysqlName(hostname)}`, connection),
    ),
  process: (lines) => {
    const grants = new Map<string, Set<string>>();
    for (const line of lines) {
      const grant = parseGrant(batchText(line));
      if (grant === undefined) continue;
      const privileges = grants.get(grant.on) ?? new Set();
      grants.set(grant.on, privileges);
      for (const privilege of grant.privileges) privileges.add(privilege);
    }
    return Object.fromEntries([...grants].map(([on, privileges]) => [on, [...privileges].sort()]));
  },
  default: () => ({}),
});

// A word of a statement: a name or text in quotes, which are doubled within; a list in parentheses; or anything else.
const WORD =
  /`(?:[^`]|``)*`|'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|\((?:`(?:[^`]|``)*`|[^`()])*\)|,|\s+|[^\s,`'"()]+/gs;

/** Takes a line of `SHOW GRANTS` apart; `undefined` for one that grants no privilege on anything. */
function parseGrant(line: string): { readonly on: string; readonly privileges: readonly string[] } | undefined {
  if (/^(Grants for |REVOKE |SET DEFAULT ROLE )/.test(line) || line.trim() === "") return undefined;
  const words: readonly string[] = line.match(WORD) ?? [];
  // Names may hold what looks like a keyword, words outside of quotes do not.
  const [start, on, to] = ["GRANT", "ON", "TO"].map((keyword) => words.indexOf(keyword)) as [number, number, number];
  if (start !== 0 || to === -1 || words.join("") !== line) {
    // The rest of the line may hold the hash of a password.
    throw new Error(`expected a GRANT, found ${JSON.stringify(line.slice(0, 40).split(" IDENTIFIED ")[0])}`);
  }
  if (on === -1 || on > to) return undefined;
  const privileges = words.slice(1, on).join("").split(/,(?![^(]*\))/).map((privilege) => privilege.trim());
  const option = words.indexOf("GRANT", to);
  const mayGrant = option !== -1 && words[option + 2] === "OPTION";
  return {
    on: words.slice(on + 1, to).join("").trim(),
    privileges: mayGrant ? [...privileges, "GRANT OPTION"] : privileges,
  };
}
