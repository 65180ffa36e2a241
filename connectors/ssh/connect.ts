import type { Socket } from "node:net";
import { ConnectError, type Connection, type ConnectorContext } from "drover/connectors";
import type { Settings } from "./config.ts";
import { dial, whereIs } from "./dial.ts";
import { hostKeys } from "./host_key.ts";
import { collectIdentities } from "./identities.ts";
import { login, type LoginOptions } from "./login.ts";
import { spawn } from "./process.ts";
import { withRetries } from "./retry.ts";
import { rsyncAccess } from "./rsync.ts";
import { runOf } from "./run.ts";
import { type Client, loadSsh2 } from "./ssh2.ts";

/** How long a disconnecting host may take to say goodbye, in milliseconds. */
const FAREWELL = 1000;

/** Connects to a host. @throws {ConnectError} */
export async function connectSsh(settings: Settings, context: ConnectorContext): Promise<Connection> {
  refuseProxy(settings);
  const run = runOf(context.signal);
  const ssh2 = await loadSsh2();
  const identities = await collectIdentities(settings, run, context, ssh2);
  const options = { settings, identities, context, ssh2, hostKeys: await hostKeys(settings, run, context) };
  return await run.trust.connecting(() => withRetries(settings, context, () => attempt(options)));
}

async function attempt(options: LoginOptions): Promise<Connection> {
  const { settings, context } = options;
  const socket = await dial(settings, context.signal);
  let banner = "";
  socket.once("data", (chunk) => banner = chunk.toString("latin1", 0, 255));
  const client = await login(socket, options);
  const closed = new Promise<Error | undefined>((resolve) => {
    let reason: Error | undefined;
    client.on("error", (error) => reason = error);
    client.on("close", () => resolve(reason));
  });
  const link = {
    client,
    where: whereIs(settings, socket),
    closed,
    signals: passesSignals(banner, settings.user),
  };
  return {
    closed,
    spawn: (argv, spawnOptions) => spawn(link, argv, spawnOptions),
    rsync: rsyncAccess(settings),
    disconnect: () => disconnect(client, socket, closed),
  };
}

/** OpenSSH before 9.8 drops signals for root, because it keeps no privileged process for a root session. */
export function passesSignals(banner: string, user: string): boolean {
  const version = /OpenSSH_(\d+)\.(\d+)/.exec(banner);
  if (version === null || user !== "root") return true;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 9 || (major === 9 && minor >= 8);
}

async function disconnect(client: Client, socket: Socket, closed: Promise<unknown>): Promise<void> {
  client.end();
  const timer = setTimeout(() => socket.destroy(), FAREWELL);
  await closed;
  clearTimeout(timer);
}

function refuseProxy(settings: Settings): void {
  if (settings.proxy === undefined) return;
  throw new ConnectError(`Cannot connect to ${settings.name}: the ssh config asks for ${settings.proxy}`, {
    hint: "The ssh connector does not go through proxies yet; name another config with sshConfigFile.",
    host: settings.name,
  });
}
