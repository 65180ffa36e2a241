/**
 * Decides on the key that a host shows, by the known_hosts files.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ConnectError, type ConnectorContext } from "drover/connectors";
import type { Settings } from "./config.ts";
import { algorithmsFor } from "./algorithms.ts";
import { Beyond } from "./beyond.ts";
import { changedKey, places, revokedKey, unknownKey } from "./host_key_errors.ts";
import {
  fingerprint,
  judge,
  type KnownHost,
  knownHostsLine,
  knownTypes,
  parseKnownHosts,
  typeOfKey,
} from "./known_hosts.ts";
import { readIfThere } from "./local_side.ts";
import { once, type Run } from "./run.ts";

/** What is known of a host's keys. */
export interface HostKeys {
  /** The host key algorithms to offer: those of known keys first, so that a host with several keys shows a known one. */
  readonly algorithms: readonly string[];
  /** Decides on a key. @throws {ConnectError} where it is refused. */
  check(key: Uint8Array, where: string): Promise<void>;
}

/** Reads the known_hosts files for a host; each is read once a run. */
export async function hostKeys(
  settings: Settings,
  run: Run,
  context: Pick<ConnectorContext, "ask" | "warn" | "log">,
): Promise<HostKeys> {
  const entries = () => knownHosts(settings.knownHostsFiles, run);
  const known = knownTypes(await entries(), settings.knownNames);
  const offered = algorithmsFor("hostkeyalgorithms", settings.algorithms.hostkeyalgorithms);
  const isKnown = (algorithm: string) => known.includes(keyTypeOf(algorithm));
  if (known.length > 0 && !offered.some(isKnown)) {
    throw new Beyond(
      new ConnectError(`Cannot connect to ${settings.name}: known_hosts has only ${known.join(", ")} keys of it`, {
        hint: "Use the openssh connector, or add another key of the host with ssh-keyscan.",
        host: settings.name,
      }),
      `known_hosts has only ${known.join(", ")} keys of it`,
    );
  }
  return {
    algorithms: [...offered.filter(isKnown), ...offered.filter((algorithm) => !isKnown(algorithm))],
    async check(key, where) {
      const shown = Buffer.from(key).toString("base64");
      if (accepts(await entries(), settings, shown, where)) return;
      // Those who ask stand in one question, all others come one after the other.
      if (settings.strictHostKeyChecking === "ask") await decide(settings, shown, where, run, context);
      const accepting = run.accepting.then(async () => {
        // Another host of this run may have brought the same key in the meantime.
        if (accepts(await entries(), settings, shown, where)) return;
        if (settings.strictHostKeyChecking !== "ask") await decide(settings, shown, where, run, context);
        await remember(settings, shown, run, context);
      });
      run.accepting = accepting.catch(() => {});
      await accepting;
    },
  };
}

/** The type of the keys that an algorithm is for. */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
}

async function knownHosts(files: readonly string[], run: Run): Promise<KnownHost[]> {
  const parts = await Promise.all(
    files.map((file) => once(run.knownHosts, file, async () => parseKnownHosts(await readIfThere(file) ?? "", file))),
  );
  return parts.flat();
}

/** Whether the key is known; `false` where nothing is known. @throws {ConnectError} where something speaks against it. */
function accepts(entries: readonly KnownHost[], settings: Settings, key: string, where: string): boolean {
  const verdict = judge(entries, settings.knownNames, key);
  const host = settings.name;
  const shown = `${typeOfKey(key)} ${fingerprint(key)}`;
  switch (verdict.kind) {
    case "known":
      return true;
    case "unknown":
      return false;
    case "revoked":
      throw revokedKey({ name: host, where, shown, known: verdict.entries });
    case "authority":
      throw new Beyond(
        new ConnectError(
          `Cannot connect to ${where}: ${places(verdict.entries)} trusts a certificate authority for it, ` +
            `and this connector cannot check certificates; the host showed ${shown}`,
          { hint: "Use the openssh connector, or add the host's own key with ssh-keyscan.", host },
        ),
        "known_hosts trusts a certificate authority for it",
      );
    case "changed":
      throw changedKey({ name: host, where, shown, known: verdict.entries, knownName: settings.knownNames[0]! });
  }
}

/** Decides on a key that is not known. @throws {ConnectError} where it is not to be trusted */
async function decide(
  settings: Settings,
  key: string,
  where: string,
  run: Run,
  context: Pick<ConnectorContext, "ask" | "warn" | "log">,
): Promise<void> {
  const shown = `${typeOfKey(key)} ${fingerprint(key)}`;
  const { name, hostname, port } = settings;
  const refused = (why: string, cause?: unknown) =>
    unknownKey({ name, where, shown, hostname, port, knownHostsFile: settings.knownHostsFiles[0]!, why, cause });
  switch (settings.strictHostKeyChecking) {
    case "yes":
      throw refused("StrictHostKeyChecking is yes");
    case "ask": {
      const trusted = await run.trust.ask({ where, shown }, context).catch((cause) => {
        throw refused(`could not ask whether to trust it: ${cause.message}`, cause);
      });
      if (!trusted) throw refused("the answer was not yes");
      break;
    }
    case "no":
      context.warn(`${where}: trusting the unknown host key ${shown}, as StrictHostKeyChecking is no`);
      break;
    case "accept-new":
      context.log(`${where}: trusting the new host key ${shown}`);
  }
}

/** Adds a key to the first known_hosts file. */
async function remember(settings: Settings, key: string, run: Run, context: Pick<ConnectorContext, "warn">) {
  const file = settings.knownHostsFiles[0]!;
  const line = knownHostsLine(settings.knownNames[0]!, key, settings.hashKnownHosts ? randomBytes(20) : undefined);
  const number = await addKnownHost(file, line, settings.name, context);
  const present = await once(run.knownHosts, file, () => Promise.resolve([]));
  const added = parseKnownHosts(line, file).map((entry) => ({ ...entry, line: number }));
  run.knownHosts.set(file, Promise.resolve([...present, ...added]));
}

/** Adds a line to a known_hosts file and gives its number; a file that cannot be written is a warning. */
export async function addKnownHost(
  file: string,
  line: string,
  name: string,
  context: Pick<ConnectorContext, "warn">,
): Promise<number> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return await appendLine(file, line);
  } catch (error) {
    context.warn(`Cannot write the host key of ${name} to ${file}: ${(error as Error).message}`);
    return 0;
  }
}

/** Adds a line with one write, so that lines of others stay whole, and gives its number. */
async function appendLine(file: string, line: string): Promise<number> {
  const handle = await open(file, "a", 0o600);
  try {
    const text = await readFile(file, "utf8");
    const lead = text === "" || text.endsWith("\n") ? "" : "\n";
    await handle.write(lead + line);
    return (text + lead).split("\n").length;
  } finally {
    await handle.close();
  }
}
