import { run, type RunOptions } from "./run.ts";
import type { ServerFiles } from "./server.ts";

/** Who logs in, and how. */
export interface Login extends RunOptions {
  readonly user: string;
  /** The private key to offer. */
  readonly keyFile?: string;
  /** The password to give; then no key is offered. */
  readonly password?: string;
  /** With a terminal. Default: `false`. */
  readonly pty?: boolean;
}

/**
 * Runs a command line on a server through the system's own `ssh`, to look at the bed independently of Drover.
 *
 * @throws {Error} where the login is refused or the command fails.
 */
export async function ssh(server: Pick<ServerFiles, "address" | "port">, login: Login, line: string): Promise<string> {
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "LogLevel=ERROR"];
  const withPassword = login.password !== undefined;
  const how = withPassword ? ["PubkeyAuthentication=no", "NumberOfPasswordPrompts=1"] : ["BatchMode=yes"];
  return await run([
    ...withPassword ? ["sshpass", "-e"] as const : ["env"] as const,
    ...["ssh", "-F", "none", "-p", `${server.port}`],
    ...[...options, ...how].flatMap((option) => ["-o", option]),
    ...login.pty ? ["-tt"] : [],
    ...login.keyFile ? ["-i", login.keyFile] : [],
    `${login.user}@${server.address}`,
    line,
  ], { ...login, env: { ...login.env, ...withPassword ? { SSHPASS: login.password } : {} } });
}
