import * as z from "zod";
import { secret } from "./secret.ts";

/**
 * The global arguments that decide how a command runs on its host. `makeUnixCommand` composes them; a connector sees
 * only those that `extractControlArguments` leaves to it.
 */
export interface ShellArguments {
  /** Run as root, or as `_sudoUser`, by `sudo -H`. Default: `false`. */
  readonly _sudo?: boolean;
  /** The user for `_sudo` (`-u`). Default: root. */
  readonly _sudoUser?: string;
  /** Start a login shell (`sudo -i`). Default: `false`. */
  readonly _useSudoLogin?: boolean;
  /** The password for `sudo`; travels on stdin only. */
  readonly _sudoPassword?: string;
  /** Keep the environment (`sudo -E`). Default: `false`. */
  readonly _preserveSudoEnv?: boolean;
  /** Run as this user by `su`. */
  readonly _suUser?: string;
  /** Start a login shell (`su -l`). Default: `false`. */
  readonly _useSuLogin?: boolean;
  /** Keep the environment (`su -m`). Default: `false`. */
  readonly _preserveSuEnv?: boolean;
  /** The shell for `su -s`, for users that have none (Linux only). */
  readonly _suShell?: string;
  /** The password for `su`; travels on stdin only. */
  readonly _suPassword?: string;
  /** Run by `doas -n`. Default: `false`. */
  readonly _doas?: boolean;
  /** The user for `_doas` (`-u`). Default: root. */
  readonly _doasUser?: string;
  /** Run by Centrify's `dzdo -H -n`. Default: `false`. */
  readonly _dzdo?: boolean;
  /** The user for `_dzdo` (`-u`). Default: root. */
  readonly _dzdoUser?: string;
  /** The shell that runs the command; `null` runs it in the session's own. Default: `"sh"`. */
  readonly _shellExecutable?: string | null;
  /** The working directory. */
  readonly _chdir?: string;
  /** Environment variables, exported in front of the command. */
  readonly _env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure. Default: `[0]`. */
  readonly _successExitCodes?: readonly number[];
  /** Seconds after which the command is ended. Default: never. */
  readonly _timeout?: number;
  /** Give the command a terminal, in a process of its own. Default: `false`. */
  readonly _getPty?: boolean;
  /** What the command reads, in a process of its own. Default: nothing. */
  readonly _stdin?: string | readonly string[] | Uint8Array;
  /** Where the host puts temporary files. Default: its `TMPDIR`, else `/tmp`. */
  readonly _tempDir?: string;
}

// A password is never shown, however it was given.
const password = () => z.string().transform((value): string => value === "" ? value : secret(value)).optional();

/** The schemas of {@linkcode ShellArguments}, for the check at each call and for the command line. */
export const shellArgumentsShape = {
  _sudo: z.boolean().optional(),
  _sudoUser: z.string().optional(),
  _useSudoLogin: z.boolean().optional(),
  _sudoPassword: password(),
  _preserveSudoEnv: z.boolean().optional(),
  _suUser: z.string().optional(),
  _useSuLogin: z.boolean().optional(),
  _preserveSuEnv: z.boolean().optional(),
  _suShell: z.string().optional(),
  _suPassword: password(),
  _doas: z.boolean().optional(),
  _doasUser: z.string().optional(),
  _dzdo: z.boolean().optional(),
  _dzdoUser: z.string().optional(),
  _shellExecutable: z.string().nullable().optional(),
  _chdir: z.string().optional(),
  _env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of letters, digits and _"), z.coerce.string())
    .optional(),
  _successExitCodes: z.array(z.int().min(0).max(255)).min(1).optional(),
  _timeout: z.number().positive().optional(),
  _getPty: z.boolean().optional(),
  _stdin: z.union([z.string(), z.array(z.string()), z.instanceof(Uint8Array)]).optional(),
  _tempDir: z.string().optional(),
};
