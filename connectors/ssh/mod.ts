/**
 * `@ssh/NAME`, and every name without a connector: a host that is reached by SSH.
 *
 * @module
 */
import { homedir } from "node:os";
import {
  type AnyConnector,
  ConnectError,
  type Connection,
  connector,
  type ConnectorContext,
  UsageError,
} from "drover/connectors";
import { Beyond } from "./beyond.ts";
import { resolveSettings } from "./config.ts";
import { dataSchema, type SshData } from "./data.ts";
import { hasSystemSsh, localConfig, localSide } from "./local_side.ts";
import { runOf } from "./run.ts";

/** Runs on hosts that are reached by SSH. */
const ssh: AnyConnector = connector({
  name: "ssh",
  prefix: "ssh",
  data: dataSchema,
  makeNamesData(argument) {
    if (argument === undefined || argument === "") {
      throw new UsageError("Cannot use @ssh alone: it does not say which host", {
        hint: "Write @ssh/NAME, or NAME alone.",
      });
    }
    return [{ name: argument }];
  },
  async connect(host, context) {
    const { sshPassword, sshKeyPassword } = host.data;
    for (const password of [sshPassword, sshKeyPassword]) if (password !== undefined) context.secret(password);
    if (host.data.sshClient === "system") return await bySystem(host, context);
    const local = localSide(context.connectTimeout);
    const config = await localConfig(host.data.sshConfigFile, local, runOf(context.signal));
    const settings = resolveSettings(host, config, local);
    try {
      if (settings.beyond !== undefined) throw beyondConfig(settings.name, settings.beyond);
      const { connectSsh } = await import("./connect.ts");
      return await connectSsh({ settings, config, data: host.data }, context);
    } catch (error) {
      if (host.data.sshClient !== "auto" || !(error instanceof Beyond) || !await hasSystemSsh()) throw error;
      tellOnce(host.name, error.why, context);
      return await bySystem(host, context);
    }
  },
});

export default ssh;

interface Host {
  readonly name: string;
  readonly data: SshData;
}

async function bySystem(host: Host, context: ConnectorContext): Promise<Connection> {
  const { connectOpenSsh } = await import("../openssh/connect.ts");
  return await connectOpenSsh(host, homedir(), context);
}

function beyondConfig(name: string, why: string): Beyond {
  return new Beyond(
    new ConnectError(`Cannot connect to ${name}: ${why}, which only the system's ssh can do`, {
      hint: "Install the client of OpenSSH and set sshClient to auto, or name another config with sshConfigFile.",
      host: name,
    }),
    why,
  );
}

function tellOnce(name: string, why: string, context: ConnectorContext): void {
  const { moved } = runOf(context.signal);
  if (!moved.has(why)) context.log(`${name}: using the system's ssh, also for other hosts of this kind: ${why}`);
  moved.add(why);
}
