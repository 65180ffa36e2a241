/**
 * From a host, its data and the ssh config to settings that say all there is to know. Pure.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { ConnectError } from "drover/connectors";
import { type AlgorithmWishes, wishes } from "./algorithms.ts";
import { beyondUs } from "./beyond.ts";
import { type Expander, expander } from "./expander.ts";
import { computeOptions, type ConfigEntry, type ConfigOptions, expandHome, hostNameOf } from "./config_file.ts";
import type { SshData } from "./data.ts";

/** What has to be known of the local machine. */
export interface LocalSide {
  readonly home: string;
  readonly user: string;
  readonly hostname: string;
  /** Reads an environment variable. */
  environment(name: string): string | undefined;
  /** Seconds that a connection may take where the config does not say. */
  readonly connectTimeout: number;
}

/** What to do with an unknown host key. */
export type StrictHostKeyChecking = "yes" | "no" | "ask" | "accept-new";

/** How to connect to one host. */
export interface Settings {
  /** The name of the host in the inventory. */
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly keyFiles: readonly string[];
  /** Whether the user named one key, so that a missing file is an error. */
  readonly keyGiven: boolean;
  readonly keyPassword?: string;
  /** The socket of the agent. */
  readonly agent?: string;
  /** Offer no keys of the agent but those that are also in `keyFiles`. */
  readonly identitiesOnly: boolean;
  readonly forwardAgent: boolean;
  /** The names to look up in known_hosts, the one to write first. */
  readonly knownNames: readonly string[];
  /** The first is the one that is written. */
  readonly knownHostsFiles: readonly string[];
  readonly hashKnownHosts: boolean;
  readonly strictHostKeyChecking: StrictHostKeyChecking;
  /** Seconds. */
  readonly connectTimeout: number;
  /** Seconds of silence after which the host is asked for a sign of life; 0: never. */
  readonly aliveInterval: number;
  /** How many signs of life may be missing. */
  readonly aliveCountMax: number;
  readonly retries: number;
  /** Seconds. */
  readonly retryDelay: readonly [number, number];
  /** The hosts to go through, in order, each as USER@HOST:PORT. */
  readonly proxyJump: readonly string[];
  /** The program whose streams lead to the host. */
  readonly proxyCommand?: string;
  /** Default: both. */
  readonly addressFamily?: 4 | 6;
  /** The local address to connect from. */
  readonly bindAddress?: string;
  /** Algorithms by keyword, as the config gives them. */
  readonly algorithms: AlgorithmWishes;
  /** Whether Kerberos may prove who the user is, which only the system's `ssh` can do. */
  readonly gssapi: boolean;
  /** What the config asks for and only the system's `ssh` can do. */
  readonly beyond?: string;
}

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"];

/** Resolves the settings of a host. @throws {ConnectError} for a config value that makes no sense. */
export function resolveSettings(
  host: { readonly name: string; readonly data: SshData },
  config: readonly ConfigEntry[],
  local: LocalSide,
): Settings {
  const { name, data } = host;
  const alias = data.sshHostname ?? name;
  const options = computeOptions(config, { host: alias, user: data.sshUser, localUser: local.user });
  const option = (keyword: string) => options.get(keyword)?.[0];
  const number = (keyword: string, fallback: number) => asNumber(keyword, option(keyword), fallback, name);

  const hostname = hostNameOf(options, alias);
  const port = data.sshPort ?? number("port", 22);
  const user = data.sshUser ?? option("user") ?? local.user;
  const { path: expand, command } = expander({
    alias,
    hostname,
    port,
    user,
    local,
    hostKeyAlias: option("hostkeyalias"),
  });
  const keyAlias = option("hostkeyalias")?.toLowerCase();
  const plainName = hostname.toLowerCase();

  return {
    name,
    hostname,
    port,
    user,
    password: data.sshPassword,
    keyFiles: keyFiles(data, options, expand, local),
    keyGiven: typeof data.sshKey === "string",
    keyPassword: data.sshKeyPassword,
    agent: data.sshAllowAgent ? agentSocket(option("identityagent"), expand, local) : undefined,
    identitiesOnly: data.sshKey !== undefined || isYes(option("identitiesonly")),
    forwardAgent: data.sshForwardAgent ?? isYes(option("forwardagent")),
    knownNames: keyAlias !== undefined ? [keyAlias] : port === 22 ? [plainName] : [`[${plainName}]:${port}`, plainName],
    knownHostsFiles: knownHostsFiles(data, options, expand, local),
    hashKnownHosts: isYes(option("hashknownhosts")),
    strictHostKeyChecking: strictness(data.sshStrictHostKeyChecking ?? option("stricthostkeychecking"), name),
    connectTimeout: number("connecttimeout", 0) || local.connectTimeout,
    aliveInterval: number("serveraliveinterval", 15),
    aliveCountMax: number("serveralivecountmax", 3),
    retries: data.sshConnectRetries,
    retryDelay: [data.sshConnectRetryMinDelay, data.sshConnectRetryMaxDelay],
    ...proxy(options, command),
    addressFamily: ({ inet: 4, inet6: 6 } as const)[option("addressfamily")?.toLowerCase() ?? ""],
    bindAddress: option("bindaddress"),
    algorithms: wishes(options),
    gssapi: isYes(option("gssapiauthentication")),
    beyond: beyondUs(options),
  };
}

/** Of ProxyJump and ProxyCommand the one that stands first in the config counts, as with OpenSSH. */
function proxy(options: ConfigOptions, command: Expander["command"]) {
  const first = [...options.keys()].find((keyword) => keyword === "proxyjump" || keyword === "proxycommand");
  const value = options.get(first ?? "")?.join(" ") ?? "none";
  if (value.toLowerCase() === "none" || value === "") return { proxyJump: [] };
  if (first === "proxycommand") {
    return { proxyJump: [], proxyCommand: command(value) };
  }
  return { proxyJump: value.split(",").map((jump) => jump.trim()) };
}

function keyFiles(data: SshData, options: ConfigOptions, expand: (text: string) => string, local: LocalSide) {
  if (data.sshKey !== undefined) return [data.sshKey].flat().map((file) => resolve(expandHome(file, local.home)));
  if (!data.sshLookForKeys) return [];
  const configured = options.get("identityfile");
  if (configured === undefined) return DEFAULT_KEYS.map((key) => join(local.home, ".ssh", key));
  return configured.filter((file) => file !== "none").map(expand);
}

function knownHostsFiles(data: SshData, options: ConfigOptions, expand: (text: string) => string, local: LocalSide) {
  const own = data.sshKnownHostsFile !== undefined
    ? [resolve(expandHome(data.sshKnownHostsFile, local.home))]
    : (options.get("userknownhostsfile") ?? ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"]).map(expand);
  const everyones = options.get("globalknownhostsfile") ?? ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];
  return [...own, ...everyones.map(expand)].map((file) => file === "none" ? "/dev/null" : file);
}

function agentSocket(option: string | undefined, expand: (text: string) => string, local: LocalSide) {
  if (option === "none") return undefined;
  if (option === undefined || option === "SSH_AUTH_SOCK") return local.environment("SSH_AUTH_SOCK") || undefined;
  if (/^\$\w+$/.test(option)) return local.environment(option.slice(1)) || undefined;
  return expand(option);
}

function strictness(value: string | undefined, name: string): StrictHostKeyChecking {
  switch (value?.toLowerCase()) {
    case undefined:
    case "accept-new":
      return "accept-new";
    case "yes":
    case "true":
      return "yes";
    case "no":
    case "off":
    case "false":
      return "no";
    case "ask":
      return "ask";
  }
  throw invalid("StrictHostKeyChecking", value!, "yes, no, off, ask or accept-new", name);
}

function asNumber(keyword: string, value: string | undefined, fallback: number, name: string): number {
  if (value === undefined || value.toLowerCase() === "none") return fallback;
  const time = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/i.exec(value);
  if (value === "" || time === null) throw invalid(keyword, value, "a number", name);
  const [hours = 0, minutes = 0, seconds = 0] = time.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

function invalid(keyword: string, value: string, expected: string, name: string): ConnectError {
  return new ConnectError(
    `Cannot connect to ${name}: the ssh config has ${keyword} ${JSON.stringify(value)}, expected ${expected}`,
    { hint: "Correct the value in the ssh config.", host: name },
  );
}

function isYes(value: string | undefined): boolean {
  return value?.toLowerCase() === "yes" || value?.toLowerCase() === "true";
}
