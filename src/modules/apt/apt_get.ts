import { sh, type ShellCommand } from "../../api/mod.ts";

/** An `apt-get` command that asks nothing; configuration files that were edited on the host stay. */
export function aptGet(words: readonly (string | false | undefined)[], force = false): ShellCommand {
  const options = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"];
  return sh`DEBIAN_FRONTEND=noninteractive apt-get -y ${[force && "--force-yes", ...options, ...words]}`;
}
