/**
 * The keys that a host is offered, in the order of OpenSSH: keys of the agent that are also configured, other keys of the
 * agent, then key files.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { ConnectError, type ConnectorContext } from "drover/connectors";
import { agentKeys } from "./agent_keys.ts";
import { Beyond } from "./beyond.ts";
import type { Settings } from "./config.ts";
import { readKeyFile, signWith } from "./keys.ts";
import { printable } from "./printable.ts";
import { once, type Run } from "./run.ts";
import type { BaseAgent, ParsedKey, Ssh2Library } from "./ssh2.ts";

/** A key that can be offered. */
export interface Identity {
  readonly publicKey: ParsedKey;
  /** How the user knows it. */
  readonly label: string;
  /** Whether signing asks nobody for anything. */
  readonly silent: boolean;
  sign(data: Buffer, hash?: string): Promise<Buffer>;
}

/** The keys to offer and why others are not among them. */
export interface Identities {
  readonly keys: readonly Identity[];
  readonly problems: readonly string[];
}

/** Collects the keys for a host. @throws {ConnectError} where the key that the user named cannot be used. */
export async function collectIdentities(
  settings: Settings,
  run: Run,
  context: Pick<ConnectorContext, "ask">,
  ssh2: Ssh2Library,
): Promise<Identities> {
  const password = { given: settings.keyPassword, ask: (question: string) => context.ask(question) };
  const [agent, files] = await Promise.all([
    agentIdentities(settings, ssh2),
    Promise.all(settings.keyFiles.map(async (path) => ({
      path,
      file: await once(run.keys, `${path}\0${settings.keyPassword ?? ""}`, () => readKeyFile(path, password, ssh2)),
    }))),
  ]);
  const certified = files.find(({ file }) => file?.certified);
  if (certified) {
    const why = `the key ${certified.path} has a certificate`;
    throw new Beyond(unusableKey(settings.name, certified.path, "only the system's ssh can show its certificate"), why);
  }
  const problems = [...agent.problems];
  const configured: Identity[] = [];
  for (const { path, file } of files) {
    if (file === undefined) {
      if (settings.keyGiven) throw unusableKey(settings.name, path, "there is no such file");
      continue;
    }
    if (file.publicKey === undefined) {
      const error = unusableKey(settings.name, path, file.problem ?? "it holds no key");
      if (settings.keyGiven && file.foreign) throw new Beyond(error, `it cannot use the key ${path}: ${file.problem}`);
      if (settings.keyGiven) throw error;
      problems.push(`key ${path}: ${file.problem}`);
      continue;
    }
    const held = agent.keys.find((key) => sameKey(key.publicKey, file.publicKey!));
    if (held) configured.push({ ...held, label: `key ${path} in the agent` });
    else if (file.unlock) configured.push(fromFile(path, file.publicKey, file.unlock, !file.locked));
    else problems.push(`key ${path}: it is a public key, and the agent does not hold its private half`);
  }
  const inAgent = (identity: Identity) => agent.keys.some((key) => sameKey(key.publicKey, identity.publicKey));
  const others = settings.identitiesOnly
    ? []
    : agent.keys.filter((key) => !configured.some((identity) => sameKey(identity.publicKey, key.publicKey)));
  return {
    keys: [...configured.filter(inAgent), ...others, ...configured.filter((identity) => !inAgent(identity))],
    problems,
  };
}

function fromFile(
  path: string,
  publicKey: ParsedKey,
  unlock: () => Promise<ParsedKey>,
  silent: boolean,
): Identity {
  return { publicKey, silent, label: `key ${path}`, sign: async (data, hash) => signWith(await unlock(), data, hash) };
}

async function agentIdentities(settings: Settings, ssh2: Ssh2Library): Promise<Identities> {
  const { agent: socket, identitiesOnly } = settings;
  if (socket === undefined) return { keys: [], problems: [] };
  const held = await agentKeys(socket).catch((error: Error) => error);
  if (held instanceof Error) return { keys: [], problems: [`agent ${socket}: ${held.message}`] };
  const agent = new ssh2.OpenSSHAgent(socket);
  const keys: Identity[] = [];
  const problems: string[] = [];
  for (const { blob, type, comment } of held) {
    const key = ssh2.utils.parseKey(blob);
    if (!(key instanceof Error)) keys.push(fromAgent(agent, key, comment));
    else if (!identitiesOnly) problems.push(`${labelOf(comment, type)}: unsupported key type ${printable(type)}`);
  }
  return { keys, problems };
}

function labelOf(comment: string, type: string): string {
  return `key ${JSON.stringify(comment || type)} of the agent`;
}

function fromAgent(agent: BaseAgent<ParsedKey>, key: ParsedKey, comment: string): Identity {
  return {
    publicKey: key,
    // An agent may ask its user.
    silent: false,
    label: labelOf(comment, key.type),
    sign: (data, hash) =>
      new Promise((resolve, reject) =>
        agent.sign(key, data, { hash: hash as "sha256" | undefined }, (error, signature) => {
          if (signature) resolve(signature);
          else reject(error ?? new Error("the agent gave no signature"));
        })
      ),
  };
}

function sameKey(a: ParsedKey, b: ParsedKey): boolean {
  return a.getPublicSSH().equals(b.getPublicSSH());
}

/** The error of a key that the user named. */
export function unusableKey(name: string, path: string, why: string): ConnectError {
  return new ConnectError(`Cannot connect to ${name}: cannot use the key ${path}: ${why}`, {
    hint: /sk-|unsupported/i.test(why)
      ? "Give the key to an SSH agent, or use a key of type ed25519, ecdsa or rsa."
      : "Check sshKey and sshKeyPassword.",
    host: name,
  });
}
