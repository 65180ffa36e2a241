import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Data, Host } from "../../src/api/mod.ts";
import type { RunOutcome } from "../../src/engine/mod.ts";
import { dryWetDryWet, type DryWetOptions, runScript, type RunScriptOptions } from "../../src/testing/mod.ts";
import { type OverlayHost, type ServerOptions, startOverlayHosts } from "../bed/mod.ts";

/** One host with a root of its own, behind SSH, and the ways to run scripts on it and to look into it. */
export interface ServerBed extends AsyncDisposable {
  readonly host: OverlayHost;
  /** The password of the users with a password. */
  readonly password: string;
  /** A folder on this machine that is gone with the bed. */
  readonly folder: string;
  /** Proves that operations do what the plan says, once. */
  dryWet(script: Script, options?: Options<DryWetOptions>): Promise<void>;
  /** Runs a script and gives what came of it, also where the host failed. */
  run(script: Script, options?: Options<RunScriptOptions>): Promise<RunOutcome>;
  /** Runs a script that has to go well. */
  apply(script: Script, options?: Options<RunScriptOptions>): Promise<RunOutcome>;
  /** What a shell command prints in the host, run there as root without SSH. */
  sh(text: string): Promise<string>;
}

type Script = (host: Host) => unknown;
type Options<T> = T & { /** The login user. Default: root. */ readonly login?: string };

/** Starts the host. */
export async function startServerBed(options: Pick<ServerOptions, "pam" | "config"> = {}): Promise<ServerBed> {
  const bed = await startOverlayHosts(1, options);
  const [host] = bed.hosts as [OverlayHost];
  const given = <T extends RunScriptOptions>({ login = "root", data, ...options }: Options<T>) => {
    const own: Data = {
      sshUser: login,
      sshPort: host.port,
      sshKey: bed.keyFile,
      sshConfigFile: "/dev/null",
      sshKnownHostsFile: join(bed.folder, "known_hosts"),
    };
    return { ...options, data: { ...own, ...data } };
  };
  const run: ServerBed["run"] = (script, options = {}) => runScript(host.address, script, given(options));
  return {
    host,
    password: bed.password,
    folder: bed.folder,
    dryWet: (script, options = {}) => dryWetDryWet(host.address, script, given(options)),
    run,
    async apply(script, options) {
      const outcome = await run(script, options);
      deepStrictEqual(outcome.results.hosts.get(host.address)!.error, undefined);
      return outcome;
    },
    sh: (text) => host.run(["sh", "-c", `cd /; ${text}`]),
    [Symbol.asyncDispose]: () => bed.stop(),
  };
}

/** Why the host failed. */
export function failureOf({ results }: RunOutcome): { readonly message: string; readonly hint?: string } {
  const [host] = results.hosts.values();
  if (!(host?.error instanceof Error)) throw new Error(`The host is ${host?.state}, and did not fail`);
  return host.error;
}
