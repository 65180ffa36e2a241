import { sh, type ShellCommand, z } from "../../api/mod.ts";
import { password } from "../password.ts";

/** Which supervisord is meant. */
export interface SupervisordTarget {
  readonly configFile?: string;
  readonly serverUrl?: string;
  readonly username?: string;
  readonly password?: string;
}

/** The arguments that say which supervisord is meant. */
export const target = () => ({
  configFile: z.string().min(1).optional().describe("the configuration file (default: supervisorctl's own)"),
  serverUrl: z.string().min(1).optional().describe("the address that supervisord listens on, as `unix:///run/s.sock`"),
  username: z.string().min(1).optional().describe("the user to log in as"),
  password: password().optional().describe("that user's password; never shown, but processes of the host can see it"),
});

/** A `supervisorctl` command. */
export function supervisorctl(of: SupervisordTarget, words: readonly string[]): ShellCommand {
  const flags = {
    "--configuration": of.configFile,
    "--serverurl": of.serverUrl,
    "--username": of.username,
    "--password": of.password,
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return sh`supervisorctl ${[...given.map(([flag, value]) => `${flag}=${value}`), ...words]}`;
}

/** The same command with what is wrong on the standard error, where supervisorctl does not put it. */
export function reporting(command: ShellCommand, success: number): ShellCommand {
  return sh`output=$(${command}) || test "$?" -eq ${success} || { printf "%s\\n" "$output" >&2; exit 1; }; printf "%s\\n" "$output"`;
}
