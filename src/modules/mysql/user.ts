import { createHash } from "node:crypto";
import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { password } from "../password.ts";
import { mysql, mysqlAccount, mysqlConnection, mysqlText } from "./connection.ts";
import { MysqlUsers } from "./facts.ts";
import { MysqlUserGrants } from "./facts_grants.ts";
import { changePrivileges } from "./grants.ts";
import { type Limits, requirements, resources } from "./user_options.ts";

const limit = () => z.int().min(0).optional();

const args = () =>
  z.object({
    user: z.string().describe("the account's name; empty for the anonymous account"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    userHostname: z.string().default("localhost").describe("the host that the account logs in from; `%` for any"),
    password: password().optional().describe("its password; never shown, and in no process list"),
    privileges: arg.list().optional().describe(
      "all privileges that it shall have on everything, as `SELECT`, or `ALL`",
    ),
    require: z.enum(["SSL", "X509"]).optional().describe("`SSL` for encryption, `X509` for a certificate too"),
    requireCipher: z.string().min(1).optional().describe("the cipher that it has to use; with `X509`"),
    requireIssuer: z.string().min(1).optional().describe("who has to have issued its certificate; with `X509`"),
    requireSubject: z.string().min(1).optional().describe("whom its certificate has to be for; with `X509`"),
    maxConnections: limit().describe("how many connections it may have at a time; 0 for the server's own limit"),
    maxQueriesPerHour: limit().describe("how many queries it may make in an hour; 0 for any number"),
    maxUpdatesPerHour: limit().describe("how many changes it may make in an hour; 0 for any number"),
    maxConnectionsPerHour: limit().describe("how often it may connect in an hour; 0 for any number"),
    ...mysqlConnection(),
  });

/** Adds, changes or removes an account of MySQL or MariaDB. */
export const user: Operation<Arguments<typeof args>> = operation(
  {
    module: "mysql",
    name: "user",
    doc:
      "Adds, changes or removes an account of MySQL or MariaDB. The password of an account that is there is changed " +
      "only where its hash can be compared, with the plugin `mysql_native_password`. Systems with the client `mysql`.",
    args,
    invalidates: ["mysql"],
    leavesNothing: true,
  },
  async function* (args, host) {
    const { user, present, userHostname: hostname, password, privileges } = args;
    checkRequirements(args);
    const { mysqlUser, mysqlPassword, mysqlHost, mysqlPort } = args;
    const connection = { mysqlUser, mysqlPassword, mysqlHost, mysqlPort };
    const hasPrivileges = present && privileges !== undefined && privileges.length > 0;
    const [users, grants] = await Promise.all([
      host.fact(MysqlUsers, connection),
      hasPrivileges ? host.fact(MysqlUserGrants, { user, hostname, ...connection }) : {},
    ]);
    const account = mysqlAccount(user, hostname);
    const name = `${user}@${hostname}`;
    const existing = Object.hasOwn(users, name) ? users[name] : undefined;
    if (!present) {
      if (existing) yield mysql(`DROP USER ${account}`, connection);
      else host.noop(`mysql user ${name} does not exist`);
      return;
    }
    const setsPassword = password !== undefined && (!existing || hasOtherPassword(existing, password));
    const words = [
      ...(setsPassword ? [`IDENTIFIED BY ${mysqlText(password)}`] : []),
      ...requirements(args, existing),
      ...resources(args, existing),
    ];
    const verb = existing ? "ALTER" : "CREATE";
    if (existing && words.length === 0) host.noop(`mysql user ${name} exists`);
    else yield mysql([`${verb} USER ${account}`, ...words].join(" "), connection, { hidden: setsPassword });
    if (!hasPrivileges) return;
    for (const statement of changePrivileges({ user, hostname, privileges, database: "*" }, grants)) {
      yield mysql(statement, connection);
    }
  },
);

function checkRequirements(args: Limits): void {
  if (args.require === "X509") return;
  for (const name of ["requireCipher", "requireIssuer", "requireSubject"] as const) {
    if (args[name] === undefined) continue;
    throw new OperationError(`Cannot set \`${name}\` if \`require\` is not "X509"`, { hint: 'Add require: "X509".' });
  }
}

type Known = { readonly plugin?: string | null; readonly authenticationString?: string | null };

function hasOtherPassword({ plugin, authenticationString }: Known, password: string): boolean {
  if (plugin !== "mysql_native_password" || authenticationString === undefined || password === "") return false;
  const sha1 = (data: string | Uint8Array) => createHash("sha1").update(data).digest();
  const hash = `*${sha1(sha1(password)).toString("hex")}`;
  return authenticationString?.toLowerCase() !== hash;
}
