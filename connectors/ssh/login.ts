import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
import { ConnectError, type ConnectorContext } from "drover/connectors";
import { type Authentication, authentication } from "./authentication.ts";
import { algorithmsFor } from "./algorithms.ts";
import { Beyond } from "./beyond.ts";
import type { Settings } from "./config.ts";
import { list, refused } from "./refusal.ts";
import { startClock } from "./clock.ts";
import { type Peer, tooSlow, unreachable, whereIs } from "./dial.ts";
import type { HostKeys } from "./host_key.ts";
import type { Identities } from "./identities.ts";
import { hasTicket } from "./local_side.ts";
import { withoutAccept, withoutOtherKeys, withoutQuery } from "./pipelining.ts";
import { printable } from "./printable.ts";
import type { Client, Ssh2Library } from "./ssh2.ts";

/** What a login needs. */
export interface LoginOptions {
  readonly settings: Settings;
  readonly hostKeys: HostKeys;
  readonly identities: Identities;
  readonly context: ConnectorContext;
  readonly ssh2: Ssh2Library;
}

/** Speaks SSH on a socket: key exchange, host key, authentication. @throws {ConnectError} */
export function login(socket: Duplex & Peer, options: LoginOptions): Promise<Client> {
  const { settings, hostKeys, identities, context, ssh2 } = options;
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const clock = startClock(settings.connectTimeout * 1000, () => fail(tooSlow(settings, "no login", socket)));
    const patient = { ...context, ask: (question: string) => clock.hold(() => context.ask(question)) };
    const plan = authentication(settings, identities, patient, ssh2);
    const where = whereIs(settings, socket);
    let settled = false;
    let accepted: string | undefined;

    const finish = (): boolean => {
      clock.stop();
      context.signal.removeEventListener("abort", onAbort);
      return !settled && (settled = true);
    };
    const fail = (error: unknown) => {
      if (!finish()) return;
      socket.destroy();
      reject(error);
    };
    const onAbort = () => fail(context.signal.reason);
    context.signal.addEventListener("abort", onAbort, { once: true });

    client.on("ready", () => finish() && resolve(client));
    client.on("close", () => fail(closedEarly(settings, plan, socket)));
    client.on("error", async (error: Error & { level?: string }) => {
      // One key that cannot sign, or one agent that does not answer, is no reason to stop; the plan has noted it.
      if (error.level === "agent" || !finish()) return;
      socket.destroy();
      reject(await explain(error, settings, plan, socket));
    });
    client.connect({
      sock: socket,
      username: settings.user,
      readyTimeout: 0,
      keepaliveInterval: settings.aliveInterval * 1000,
      keepaliveCountMax: settings.aliveCountMax,
      agent: settings.forwardAgent ? settings.agent : undefined,
      agentForward: settings.forwardAgent && settings.agent !== undefined,
      algorithms: {
        ...offered(settings),
        serverHostKey: [...hostKeys.algorithms],
        compress: ["none"],
      } as Parameters<Client["connect"]>[0]["algorithms"],
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        // When keys are renewed the library sends what it should hold back while it waits for an answer.
        if (accepted) return key.toString("base64") === accepted;
        clock.hold(() => hostKeys.check(key, where)).then(() => {
          accepted = key.toString("base64");
          verify(true);
        }, (error) => {
          fail(error);
          verify(false);
        });
      },
      authHandler: plan.next as Parameters<Client["connect"]>[0]["authHandler"],
    });
    withoutOtherKeys(client);
    withoutAccept(client, identities.keys[0]?.publicKey);
    withoutQuery(client, (key) => identities.keys.some(({ publicKey, silent }) => publicKey === key && silent));
  });
}

/** The algorithms that the config chooses, or the best ones here; the library knows which MACs are good. */
function offered({ algorithms }: Settings) {
  const { kexalgorithms, ciphers, macs } = algorithms;
  return {
    kex: [...algorithmsFor("kexalgorithms", kexalgorithms)],
    cipher: [...algorithmsFor("ciphers", ciphers)],
    ...macs === undefined ? {} : { hmac: [...algorithmsFor("macs", macs)] },
  };
}

async function explain(
  error: Error & { level?: string; code?: string },
  settings: Settings,
  plan: Authentication,
  socket: Duplex & Peer,
): Promise<ConnectError> {
  const as = `Cannot connect to ${whereIs(settings, socket)} as ${settings.user}`;
  const host = settings.name;
  if (error.level === "client-authentication") return await beyondLogin(refused(as, settings, plan), settings, plan);
  if (/too many authentication failures/i.test(error.message)) {
    return new ConnectError(`${as}: too many authentication failures; tried ${list(plan.tried)}`, {
      hint: "Name the right key with sshKey, or set IdentitiesOnly and IdentityFile in the ssh config.",
      host,
    });
  }
  if (/no matching/i.test(error.message)) {
    const none = new ConnectError(`${as}: ${printable(error.message)}`, {
      hint: "Use the openssh connector, which knows more algorithms, or update the SSH server.",
      host,
      cause: error,
    });
    return new Beyond(none, `the host has ${printable(error.message.replace(/^Handshake failed: /, ""))}`);
  }
  if (error.level === "client-socket" || error.code !== undefined) return unreachable(settings, error, socket);
  if (error.level === "protocol" && /before handshake/i.test(error.message)) {
    return unreachable(settings, Object.assign(error, { code: "ECONNRESET" }), socket);
  }
  return new ConnectError(`${as}: ${printable(error.message)}`, {
    hint: `Check that what listens on port ${settings.port} is an SSH server, and look into its log.`,
    host,
    cause: error,
  });
}

/** Proofs that the host takes, and only the system's `ssh` may have. */
async function beyondLogin(error: ConnectError, settings: Settings, plan: Authentication): Promise<ConnectError> {
  const key = plan.problems.find((problem) => ONLY_THE_SYSTEMS.test(problem));
  if (key !== undefined) return new Beyond(error, `it cannot use the ${key}`);
  const kerberos = settings.gssapi && plan.accepted?.includes("gssapi-with-mic") && await hasTicket();
  return kerberos ? new Beyond(error, "the host takes Kerberos tickets") : error;
}

/** The problems of keys that the library does not know. */
const ONLY_THE_SYSTEMS = /unsupported .*key type/i;

function closedEarly(settings: Settings, plan: Authentication, socket: Duplex & Peer): ConnectError {
  if (plan.tried.length > 0) {
    const as = `Cannot connect to ${whereIs(settings, socket)} as ${settings.user}`;
    return new ConnectError(`${as}: the host closed the connection; tried ${list(plan.tried)}`, {
      hint: "Look for the reason in the log of the SSH server.",
      host: settings.name,
    });
  }
  return unreachable(settings, Object.assign(new Error("closed"), { code: "ECONNRESET" }), socket);
}
