import * as z from "zod";
import { shellArgumentsShape } from "../command/mod.ts";

/** The settings of a project, the default export of its `config.ts`. Names are those of the options and arguments. */
export interface Config {
  /** Run as root, or as `sudoUser`, by sudo. */
  readonly sudo?: boolean;
  readonly sudoUser?: string;
  readonly useSudoLogin?: boolean;
  readonly preserveSudoEnv?: boolean;
  readonly sudoPassword?: string;
  /** Ask for the sudo password at the start. */
  readonly useSudoPassword?: boolean;
  readonly suUser?: string;
  readonly useSuLogin?: boolean;
  readonly preserveSuEnv?: boolean;
  readonly suShell?: string;
  readonly suPassword?: string;
  readonly doas?: boolean;
  readonly doasUser?: string;
  readonly dzdo?: boolean;
  readonly dzdoUser?: string;
  /** The shell of all commands. Default: `sh`. */
  readonly shellExecutable?: string | null;
  /** Environment variables of all commands. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables that are taken from the environment of this machine. */
  readonly inheritEnv?: readonly string[];
  /** Where hosts put temporary files. Default: their `TMPDIR`, else `/tmp`. */
  readonly tempDir?: string;
  readonly ignoreErrors?: boolean;
  /** How often operations are tried again. Default: 0. */
  readonly retry?: number;
  /** Seconds between two tries. Default: 5. */
  readonly retryDelay?: number;
  /** Hosts that run an operation at a time. Default: all. */
  readonly parallel?: number;
  /** The run ends when more than this share of the hosts has failed, in percent. */
  readonly failPercent?: number;
  /** Seconds that a connection may take. Default: 10. */
  readonly connectTimeout?: number;
  /** Show how files will change. Default: `true`. */
  readonly diff?: boolean;
  /** The versions of Drover that the project works with, as `^0.1`. */
  readonly requireDroverVersion?: string;
}

/** The schema of {@linkcode Config}. */
export function configSchema(): z.ZodObject {
  const shape = shellArgumentsShape;
  return z.object({
    sudo: shape._sudo,
    sudoUser: shape._sudoUser,
    useSudoLogin: shape._useSudoLogin,
    preserveSudoEnv: shape._preserveSudoEnv,
    sudoPassword: shape._sudoPassword,
    useSudoPassword: z.boolean().optional(),
    suUser: shape._suUser,
    useSuLogin: shape._useSuLogin,
    preserveSuEnv: shape._preserveSuEnv,
    suShell: shape._suShell,
    suPassword: shape._suPassword,
    doas: shape._doas,
    doasUser: shape._doasUser,
    dzdo: shape._dzdo,
    dzdoUser: shape._dzdoUser,
    shellExecutable: shape._shellExecutable,
    env: shape._env,
    inheritEnv: z.array(z.string()).optional(),
    tempDir: shape._tempDir,
    ignoreErrors: z.boolean().optional(),
    retry: z.int().min(0).optional(),
    retryDelay: z.number().min(0).optional(),
    parallel: z.int().min(0).optional(),
    failPercent: z.number().min(0).max(100).optional(),
    connectTimeout: z.number().positive().optional(),
    diff: z.boolean().optional(),
    requireDroverVersion: z.string().optional(),
  }).strict();
}
