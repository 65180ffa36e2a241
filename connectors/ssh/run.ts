import type { ConfigEntry } from "./config_file.ts";
import type { KeyFile } from "./keys.ts";
import type { KnownHost } from "./known_hosts.ts";
import type { JumpHost } from "./way.ts";
import { TrustDesk } from "./trust.ts";

/** What all hosts of one run share, so that files are read once and nothing is asked twice. */
export interface Run {
  readonly configs: Map<string, Promise<ConfigEntry[]>>;
  readonly knownHosts: Map<string, Promise<KnownHost[]>>;
  readonly keys: Map<string, Promise<KeyFile | undefined>>;
  /** Passwords of keys, by the file of the key. */
  readonly passwords: Map<string, Promise<string>>;
  /** Hosts on the way to others, and how many go through them. */
  readonly jumps: Map<string, { users: number; readonly host: Promise<JumpHost> }>;
  /** Why hosts were left to the system's `ssh`, as it was told. */
  readonly moved: Set<string>;
  /** New host keys that the system's `ssh` was told to trust. */
  readonly trusted: Set<string>;
  /** Asks about unknown host keys. */
  readonly trust: TrustDesk;
  /** Unknown keys are accepted one after the other. */
  accepting: Promise<unknown>;
}

// A run is known by its signal, which all its contexts share.
const runs = new WeakMap<AbortSignal, Run>();

/** What the hosts of the run with this signal share. */
export function runOf(signal: AbortSignal): Run {
  let run = runs.get(signal);
  if (run === undefined) {
    run = {
      configs: new Map(),
      knownHosts: new Map(),
      keys: new Map(),
      passwords: new Map(),
      jumps: new Map(),
      moved: new Set(),
      trusted: new Set(),
      trust: new TrustDesk(),
      accepting: Promise.resolve(),
    };
    runs.set(signal, run);
  }
  return run;
}

/** Gives what the map holds, or makes it once. */
export function once<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}
