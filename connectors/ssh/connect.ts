import type { Connection, ConnectorContext } from "drover/connectors";
import type { Settings } from "./config.ts";
import type { ConfigEntry } from "./config_file.ts";
import type { SshData } from "./data.ts";
import { type Peer, Unreachable, whereIs } from "./dial.ts";
import { hostKeys } from "./host_key.ts";
import { collectIdentities } from "./identities.ts";
import { login } from "./login.ts";
import { withoutChannel, withoutWaiting } from "./pipelining.ts";
import { spawn } from "./process.ts";
import { withRetries } from "./retry.ts";
import { rsyncAccess } from "./rsync.ts";
import { type Run, runOf } from "./run.ts";
import { type Client, loadSsh2 } from "./ssh2.ts";
import { openWay, type Way } from "./way.ts";
import { writeTogether } from "./write_together.ts";

/** How long a disconnecting host may take to say goodbye, in milliseconds. */
const FAREWELL = 1000;

/** A host, as its data and the config describe it. */
export interface SshHost {
  readonly settings: Settings;
  readonly data: SshData;
  readonly config: readonly ConfigEntry[];
}

/** Connects to a host. @throws {ConnectError} */
export async function connectSsh(host: SshHost, context: ConnectorContext): Promise<Connection> {
  const run = runOf(context.signal);
  const { settings } = host;
  return await run.trust.connecting(() =>
    withRetries(settings, context, async () => {
      const link = await logIn(settings, { ...host, context, run, waiting: [] });
      return {
        closed: link.closed,
        endsProcesses: true,
        spawn: (argv, options) => spawn(link, argv, options),
        // rsync would have to find the way again; the system's ssh can.
        rsync: settings.proxyJump.length > 0 || settings.proxyCommand ? undefined : rsyncAccess(settings),
        disconnect: link.close,
      };
    })
  );
}

/** A logged-in host. */
interface Link extends Peer {
  readonly client: Client;
  readonly where: string;
  readonly signals: boolean;
  readonly closed: Promise<Error | undefined>;
  close(): Promise<void>;
}

interface LogInOptions extends SshHost {
  readonly context: ConnectorContext;
  readonly run: Run;
  /** The hosts that wait for this one. */
  readonly waiting: readonly string[];
}

async function logIn(settings: Settings, options: LogInOptions): Promise<Link> {
  const { run, context } = options;
  const ssh2 = await loadSsh2();
  const [identities, keys] = await Promise.all([
    collectIdentities(settings, run, context, ssh2),
    hostKeys(settings, run, context),
  ]);
  const enter = (jump: Settings, waiting: readonly string[]) => logIn(jump, { ...options, settings: jump, waiting });
  const way = await openWay({ ...options, settings, enter });
  const { stream } = way;
  writeTogether(stream);
  let banner = "";
  stream.once("data", (chunk) => banner = chunk.toString("latin1", 0, 255));
  const client = await login(stream, { settings, hostKeys: keys, identities, context, ssh2 }).catch(async (error) => {
    await way.release();
    throw withReason(error, way);
  });
  // The former is what the latter sends by.
  if (/^SSH-2\.0-OpenSSH_/.test(banner)) withoutChannel(client);
  withoutWaiting(client);
  const closed = new Promise<Error | undefined>((resolve) => {
    let reason: Error | undefined;
    client.on("error", (error) => reason = error);
    client.on("close", () => resolve(reason));
  });
  return {
    client,
    where: whereIs(settings, stream),
    signals: passesSignals(banner, settings.user),
    closed,
    close: () => disconnect(client, way, closed),
  };
}

/** The error with what the program on the way has said. */
function withReason(error: unknown, way: Way): unknown {
  const said = way.said?.();
  if (!said || !(error instanceof Unreachable)) return error;
  return new Unreachable(`${error.message}; ProxyCommand said: ${said}`, {
    hint: "Check ProxyCommand in the ssh config.",
    host: error.host,
    cause: error,
  });
}

/** OpenSSH before 9.8 drops signals for root, because it keeps no privileged process for a root session. */
export function passesSignals(banner: string, user: string): boolean {
  const version = /OpenSSH_(\d+)\.(\d+)/.exec(banner);
  if (version === null || user !== "root") return true;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 9 || (major === 9 && minor >= 8);
}

async function disconnect(client: Client, way: Way, closed: Promise<unknown>): Promise<void> {
  client.end();
  const timer = setTimeout(() => way.stream.destroy(), FAREWELL);
  await closed;
  clearTimeout(timer);
  await way.release();
}
