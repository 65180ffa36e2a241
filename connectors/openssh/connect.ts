import { join, resolve } from "node:path";
import type { Connection, ConnectorContext } from "drover/connectors";
import { startClock } from "../ssh/clock.ts";
import { expandHome } from "../ssh/config_file.ts";
import { unusableKey } from "../ssh/identities.ts";
import { readIfThere } from "../ssh/local_side.ts";
import { commandLine } from "../ssh/command_line.ts";
import type { SshData } from "../ssh/data.ts";
import { tooSlow, whereIs } from "../ssh/dial.ts";
import { passesSignals } from "../ssh/connect.ts";
import { quoteForRsync } from "../ssh/rsync.ts";
import { refused } from "../ssh/refusal.ts";
import { withRetries } from "../ssh/retry.ts";
import { runOf } from "../ssh/run.ts";
import {
  configText,
  dataArguments,
  guestArguments,
  knownHostsArguments,
  masterArguments,
  wholeSeconds,
} from "./arguments.ts";
import { type Control, openControl } from "./control.ts";
import { type Effective, effectiveConfig } from "./effective.ts";
import { explain, knownName } from "./explain.ts";
import { type Master, startMaster } from "./master.ts";
import { answers, Refused } from "./questions.ts";
import { prepareKnownHosts, rememberNewHosts } from "./new_hosts.ts";
import { trust } from "./trust.ts";

/** A host as its data describe it. */
interface Host {
  readonly name: string;
  readonly data: SshData;
}

/** Connects to a host by the system's `ssh`. @throws {ConnectError} */
export async function connectOpenSsh(host: Host, home: string, context: ConnectorContext): Promise<Connection> {
  const { sshConnectRetries, sshConnectRetryMinDelay, sshConnectRetryMaxDelay } = host.data;
  const retry = { retries: sshConnectRetries, retryDelay: [sshConnectRetryMinDelay, sshConnectRetryMaxDelay] } as const;
  const attempts = () =>
    withRetries(retry, context, async () => {
      // The control socket lies in it: its path must be short.
      const folder = await Deno.makeTempDir({ prefix: "drover-" });
      try {
        return await attempt(host, home, folder, context);
      } catch (error) {
        await Deno.remove(folder, { recursive: true });
        throw error;
      }
    });
  return await runOf(context.signal).trust.connecting(attempts);
}

async function attempt(host: Host, home: string, folder: string, context: ConnectorContext): Promise<Connection> {
  const { name, data } = host;
  const options = { data, home, connectTimeout: context.connectTimeout };
  await checkKey(name, data, home);
  const configFile = join(folder, "config");
  const socket = join(folder, "s");
  await Deno.writeTextFile(configFile, configText(options), { mode: 0o600 });
  const words = ["-F", configFile, ...dataArguments(options), "--", data.sshHostname ?? name];
  const effective = await effectiveConfig(name, words);
  await prepareKnownHosts(effective.userKnownHostsFiles[0]);
  const newHosts = join(folder, "new_hosts");
  const knownHosts = knownHostsArguments(newHosts, effective.userKnownHostsFiles);
  // What is unknown comes to us as a question, whatever the answer will be; what has changed is refused.
  const asks = ["-o", "StrictHostKeyChecking=ask"];
  const master = await logIn({
    ...host,
    folder,
    effective,
    words: [...masterArguments(socket), ...asks, ...knownHosts, ...words],
    context,
  }).finally(() => rememberNewHosts(newHosts, effective, runOf(context.signal), context));
  const where = whereIs(effective, { remoteAddress: master.log.address });
  const signals = passesSignals(master.log.server, effective.user);
  const control = await openControl(socket, { where, signals, forwardAgent: effective.forwardAgent })
    .catch(async (error) => {
      await master.stop();
      throw error;
    });
  return {
    closed: control.closed.then(() => reasonOf(master)),
    spawn: (argv, spawnOptions) => control.start(commandLine(argv), spawnOptions),
    rsync: {
      flags: ["--protect-args", "-e", ["ssh", ...guestArguments(socket)].map(quoteForRsync).join(" ")],
      prefix: `${effective.user}@${effective.hostname.includes(":") ? `[${effective.hostname}]` : effective.hostname}:`,
    },
    disconnect: () => disconnect(control, master, folder),
  };
}

/** `ssh` goes on without a key that is not there. */
async function checkKey(name: string, { sshKey }: SshData, home: string): Promise<void> {
  if (typeof sshKey !== "string") return;
  const path = resolve(expandHome(sshKey, home));
  if (await readIfThere(path) === undefined) throw unusableKey(name, path, "there is no such file");
}

interface LogIn extends Host {
  readonly folder: string;
  readonly effective: Effective;
  readonly words: readonly string[];
  readonly context: ConnectorContext;
}

async function logIn({ name, data, folder, effective, words, context }: LogIn): Promise<Master> {
  const run = runOf(context.signal);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  // The config knows whole seconds only.
  const { connectTimeout } = context;
  const seconds = effective.connectTimeout === wholeSeconds(connectTimeout) ? connectTimeout : effective.connectTimeout;
  const clock = startClock(seconds * 1000, () => reject(new TooSlow()));
  const onAbort = () => reject(context.signal.reason);
  context.signal.addEventListener("abort", onAbort, { once: true });
  const answer = answers({ name, data, run, context, trust: (log) => trust(effective, log, run, context) });
  const master = await startMaster({
    folder,
    words,
    agent: effective.agent,
    answer: (question, log) => clock.hold(() => answer(question, log)),
  });
  try {
    context.signal.throwIfAborted();
    const isReady = await Promise.race([master.ready.then(() => true), master.ended.then(() => false), failed]);
    if (!isReady) throw await explain(master.log, effective, data.sshPassword);
    for (const added of master.log.added.filter((other) => other !== knownName(effective))) {
      context.log(`${name}: trusting the new host key of ${added}, which is on the way there`);
    }
    return master;
  } catch (error) {
    await master.stop();
    const peer = { remoteAddress: master.log.address };
    if (error instanceof TooSlow) {
      throw tooSlow({ ...effective, connectTimeout: seconds }, master.log.address ? "no login" : "no answer", peer);
    }
    if (error instanceof Refused) {
      const as = `Cannot connect to ${whereIs(effective, peer)} as ${effective.user}`;
      throw refused(as, { ...effective, password: data.sshPassword }, master.log);
    }
    throw error;
  } finally {
    clock.stop();
    context.signal.removeEventListener("abort", onAbort);
  }
}

class TooSlow extends Error {}

/** Why the link was lost, as `ssh` says. */
async function reasonOf(master: Master): Promise<Error | undefined> {
  await master.ended;
  const last = master.log.messages.at(-1);
  return last === undefined ? undefined : new Error(last);
}

async function disconnect(control: Control, master: Master, folder: string): Promise<void> {
  control.close();
  await control.closed;
  await master.stop();
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}
