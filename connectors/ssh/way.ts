/**
 * The way to a host: straight, through other hosts, or through a program.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import { ConnectError, type ConnectorContext } from "drover/connectors";
import { resolveSettings, type Settings } from "./config.ts";
import type { ConfigEntry } from "./config_file.ts";
import type { SshData } from "./data.ts";
import { dial, type Peer, Unreachable, whereIs } from "./dial.ts";
import { jumpSpec } from "./jump_spec.ts";
import { localSide } from "./local_side.ts";
import { programStream } from "./program_stream.ts";
import { once, type Run } from "./run.ts";
import type { Client } from "./ssh2.ts";

/** A logged-in host that leads to others. */
export interface JumpHost {
  readonly client: Client;
  readonly where: string;
  close(): Promise<void>;
}

/** What a way is found with. */
export interface WayOptions {
  readonly settings: Settings;
  readonly data: SshData;
  readonly config: readonly ConfigEntry[];
  readonly run: Run;
  readonly context: ConnectorContext;
  /** The hosts that wait for this one, by what tells them apart: a way that comes back to one of them has no end. */
  readonly waiting: readonly string[];
  /** Logs in to a host on the way. */
  enter(settings: Settings, waiting: readonly string[]): Promise<JumpHost>;
}

/** An open way to a host. */
export interface Way {
  readonly stream: Duplex & Peer;
  /** Why it ended, where there is somebody on the way who says so. */
  said?(): string;
  /** Gives the hosts on the way free. */
  release(): Promise<void>;
}

/** Opens the way to a host. @throws {ConnectError} */
export async function openWay(options: WayOptions): Promise<Way> {
  const { settings, context } = options;
  const jumps = withoutItself(options);
  if (jumps !== undefined) return await through(jumps, options);
  const nothing = () => Promise.resolve();
  if (settings.proxyCommand === undefined) return { stream: await dial(settings, context.signal), release: nothing };
  const { stream, said } = programStream(settings.proxyCommand);
  return { stream, said, release: nothing };
}

/** The settings of the last host on the way; `undefined` where there is none but the host itself. */
function withoutItself({ settings, data, config, context }: WayOptions): Settings | undefined {
  const last = settings.proxyJump.at(-1);
  if (last === undefined) return undefined;
  const { host, user, port } = jumpSpec(last, settings.name);
  const own = {
    ...data,
    sshHostname: undefined,
    sshPort: port,
    sshUser: user,
    sshKey: undefined,
    sshPassword: undefined,
    sshForwardAgent: false,
    sshConnectRetries: 0,
  };
  const jump = resolveSettings({ name: host, data: own }, config, localSide(context.connectTimeout));
  const isItself = jump.hostname === settings.hostname && jump.port === settings.port && jump.user === settings.user;
  if (isItself) return undefined;
  // The hosts before it in the list win over its own config.
  const before = settings.proxyJump.slice(0, -1);
  return before.length > 0 ? { ...jump, proxyJump: before, proxyCommand: undefined } : jump;
}

async function through(jump: Settings, { settings, run, enter, waiting }: WayOptions): Promise<Way> {
  // Whoever would log in there in another way does not share it.
  const { hostname, port, user, proxyJump, proxyCommand, knownHostsFiles, strictHostKeyChecking, keyFiles, agent } =
    jump;
  const how = [proxyJump, proxyCommand, knownHostsFiles, strictHostKeyChecking, keyFiles, agent];
  const key = JSON.stringify([hostname, port, user, ...how]);
  if (waiting.includes(key)) {
    throw new ConnectError(`Cannot connect to ${settings.name}: ProxyJump of the ssh config goes in a circle`, {
      hint: "Write `ProxyJump none` for the first host on the way.",
      host: settings.name,
    });
  }
  const shared = once(run.jumps, key, () => ({ users: 0, host: enter(jump, [...waiting, key]) }));
  shared.users++;
  const release = async () => {
    if (--shared.users > 0) return;
    if (run.jumps.get(key) === shared) run.jumps.delete(key);
    await shared.host.then((host) => host.close(), () => {});
  };
  try {
    const { client, where } = await shared.host;
    return { stream: await forward(client, where, settings), release };
  } catch (error) {
    await release();
    if (error instanceof Unreachable && error.host !== settings.name) throw onTheWay(error, settings);
    throw error;
  }
}

function forward(client: Client, where: string, settings: Settings): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown) =>
      reject(
        new Unreachable(
          `Cannot connect to ${
            whereIs(settings)
          } as ${settings.user}: the jump host ${where} does not reach it: ${why}`,
          {
            hint: "Check the address as the jump host sees it, and AllowTcpForwarding there.",
            host: settings.name,
            cause,
          },
        ),
      );
    try {
      client.forwardOut("127.0.0.1", 0, settings.hostname, settings.port, (error, channel) => {
        if (error) fail(error.message.replace(/^\(SSH\) Channel open failure: /, ""), error);
        else resolve(channel);
      });
    } catch (error) {
      fail("its connection is closed", error);
    }
  });
}

function onTheWay(error: Unreachable, settings: Settings): Unreachable {
  return new Unreachable(`Cannot connect to ${whereIs(settings)} as ${settings.user}: ${error.message}`, {
    hint: error.hint,
    host: settings.name,
    cause: error,
  });
}
