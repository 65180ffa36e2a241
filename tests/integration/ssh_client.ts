import { join } from "node:path";
import type { Connection, ConnectorContext, Process } from "drover/connectors";
import openssh from "../../connectors/openssh/mod.ts";
import ssh from "../../connectors/ssh/mod.ts";
import { bedTest, type Sshd } from "../bed/mod.ts";

/** A run of the connector with files of its own, and what it said. */
export interface Client extends AsyncDisposable {
  /** Its own `known_hosts`, config and keys lie here. */
  readonly folder: string;
  readonly knownHostsFile: string;
  readonly said: string[];
  /** What it registered for masking. */
  readonly secrets: string[];
  /** Connects to a server as root with the key of the bed, unless the data say otherwise. */
  connect(server: Pick<Sshd, "address" | "port"> & Partial<Sshd>, data?: Record<string, unknown>): Promise<Connection>;
  /** The content of `known_hosts`; empty where there is none. */
  knownHosts(): Promise<string>;
}

/** The connectors that reach a host by SSH. */
const CONNECTORS = { ssh, openssh };

/** What a client can be given. */
export interface ClientOptions extends Partial<Pick<ConnectorContext, "ask" | "signal" | "connectTimeout">> {
  /** Which connector. Default: `ssh`. */
  readonly connector?: keyof typeof CONNECTORS;
  /** The content of its ssh config. */
  readonly config?: string;
}

/** Starts a run: what one run remembers, another does not. */
export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const folder = await Deno.makeTempDir({ prefix: "drover-ssh-" });
  const sshConfigFile = join(folder, "config");
  const knownHostsFile = join(folder, "hosts", "known_hosts");
  await Deno.writeTextFile(sshConfigFile, options.config ?? "");
  const said: string[] = [];
  const secrets: string[] = [];
  const open: Connection[] = [];
  const context: ConnectorContext = {
    signal: options.signal ?? new AbortController().signal,
    connectTimeout: options.connectTimeout ?? 10,
    log: (message) => said.push(message),
    warn: (message) => said.push(`warning: ${message}`),
    secret: (value) => (secrets.push(value), value),
    ask: options.ask ?? (() => Promise.reject(new Error("there is no terminal"))),
  };
  const chosen = CONNECTORS[options.connector ?? "ssh"];
  const schema = typeof ssh.data === "function" ? ssh.data() : ssh.data;
  return {
    folder,
    knownHostsFile,
    said,
    secrets,
    async connect(server, data = {}) {
      const given = {
        sshHostname: server.address,
        sshPort: server.port,
        sshUser: "root",
        sshKey: server.keyFile,
        sshConfigFile,
        sshKnownHostsFile: knownHostsFile,
        ...data,
      };
      const connection = await chosen.connect!({ name: "web1", data: schema.strict().parse(given) }, context);
      open.push(connection);
      return connection;
    },
    knownHosts: () => Deno.readTextFile(knownHostsFile).catch(() => ""),
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((connection) => connection.disconnect!()));
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** A test of both connectors, or of some. */
export function sshTest(
  name: string,
  body: (startClient: Start, connector: keyof typeof CONNECTORS) => Promise<void>,
  connectors: readonly (keyof typeof CONNECTORS)[] = ["ssh", "openssh"],
): void {
  for (const connector of connectors) {
    bedTest(`${connector} ${name}`, () => body((options) => startClient({ connector, ...options }), connector));
  }
}

type Start = (options?: ClientOptions) => Promise<Client>;

/** Runs a process to its end. */
export async function outcome(process: Process, input = "") {
  const send = new Response(input).body!.pipeTo(process.stdin).catch(() => {});
  const [stdout, stderr, status] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.status,
    send,
  ]);
  return { stdout, stderr, ...status };
}

/** Runs a command and gives what it printed. */
export async function output(connection: Connection, ...argv: string[]): Promise<string> {
  return (await outcome(await connection.spawn(argv))).stdout;
}

/** The first piece of what a process prints; the rest can still be read. */
export async function firstText(process: Process): Promise<string> {
  const reader = process.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return new TextDecoder().decode(value);
}
