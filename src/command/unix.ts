import type { ShellArguments } from "./arguments.ts";
import { quote } from "./quote.ts";

/** The words that change the user, in front of a command: doas, dzdo, sudo, then su. Empty for the login user. */
export interface Privilege {
  /** Words for an argv; `su`'s own come last and want the command as one further word. */
  readonly words: readonly string[];
  /** Whether the command has to be one word because `su -c` takes it. */
  readonly asOneWord: boolean;
  /** Which password may be asked for. */
  readonly asks: "sudo" | "su" | undefined;
}

/**
 * Composes the prefix for a change of user in pyinfra's order: doas, dzdo, sudo, su.
 *
 * @param prompt what sudo shall print before it reads a password from stdin; without it sudo never asks (`-n`).
 */
export function privilege(args: ShellArguments, prompt?: string): Privilege {
  const words: string[] = [];
  if (args._doas) words.push("doas", "-n", ...(args._doasUser ? ["-u", args._doasUser] : []));
  if (args._dzdo) words.push("dzdo", "-H", "-n", ...(args._dzdoUser ? ["-u", args._dzdoUser] : []));
  if (args._sudo) {
    words.push("sudo", "-H", ...(prompt === undefined ? ["-n"] : ["-k", "-S", "-p", prompt]));
    if (args._useSudoLogin) words.push("-i");
    if (args._preserveSudoEnv) words.push("-E");
    if (args._sudoUser) words.push("-u", args._sudoUser);
  }
  if (args._suUser) {
    words.push("su");
    if (args._useSuLogin) words.push("-l");
    if (args._preserveSuEnv) words.push("-m");
    if (args._suShell) words.push("-s", SU_SHELL);
    words.push(args._suUser, "-c");
  }
  const asks = prompt !== undefined && args._sudo ? "sudo" : args._suUser && args._suPassword ? "su" : undefined;
  return { words, asOneWord: args._suUser !== undefined, asks };
}

// Stands for `$(command -v SHELL)`, which the host's shell has to work out: `su -s` wants a path.
const SU_SHELL = "\0su-shell";

/** A command with its directory, environment and shell, without the change of user. */
export function withShell(command: string, args: ShellArguments): string {
  // Where there is no such directory, what stands behind ";", "||" or a line end must not run elsewhere.
  const then = /[;|&\n]/.test(command) ? " || exit\n" : " && ";
  const assignments = Object.entries(args._env ?? {}).map(([name, value]) => quote(`${name}=${value}`));
  if (assignments.length) command = `export ${assignments.join(" ")} && ${command}`;
  if (args._chdir !== undefined) command = `cd ${quote(args._chdir)}${then}${command}`;
  if (args._shellExecutable === null) return command;
  return `${quote(args._shellExecutable ?? "sh")} -c ${quote(command)}`;
}

/** Puts the words of a {@linkcode Privilege} in front of a command. */
export function withPrivilege(command: string, { words, asOneWord }: Privilege, args: ShellArguments): string {
  if (words.length === 0) return command;
  const prefix = words.map((word) => word === SU_SHELL ? `$(command -v ${quote(args._suShell!)})` : quote(word));
  return `${prefix.join(" ")} ${asOneWord ? quote(command) : command}`;
}

/**
 * Composes a command with all its global arguments to what a host's login shell is given, as pyinfra does. A password
 * is never part of it: with one, `sudo` reads it from the head of stdin (see `passwordStdin`).
 *
 * @example
 * ```ts
 * import { makeUnixCommand } from "./unix.ts";
 * console.assert(makeUnixCommand("id -u", { _sudo: true }) === "sudo -H -n sh -c 'id -u'");
 * ```
 */
export function makeUnixCommand(command: string, args: ShellArguments = {}): string {
  const prompt = args._sudo && args._sudoPassword !== undefined ? "" : undefined;
  return withPrivilege(withShell(command, args), privilege(args, prompt), args);
}

/** The part of the global arguments that decides as whom a command runs: commands with an equal key share a session. */
export function identityOf(args: ShellArguments): ShellArguments {
  const identity: Record<string, unknown> = {};
  for (const key of IDENTITY) if (args[key]) identity[key] = args[key];
  if (!args._sudo) {
    for (const key of ["_sudoUser", "_useSudoLogin", "_preserveSudoEnv", "_sudoPassword"]) delete identity[key];
  }
  return identity;
}

const IDENTITY = [
  "_sudo",
  "_sudoUser",
  "_useSudoLogin",
  "_preserveSudoEnv",
  "_sudoPassword",
  "_suUser",
  "_useSuLogin",
  "_preserveSuEnv",
  "_suShell",
  "_suPassword",
  "_doas",
  "_doasUser",
  "_dzdo",
  "_dzdoUser",
] as const;
