/**
 * `@ssh/NAME`, and every name without a connector: a host that is reached by SSH.
 *
 * @module
 */
import { type AnyConnector, connector, UsageError } from "drover/connectors";
import { resolveSettings } from "./config.ts";
import { dataSchema } from "./data.ts";
import { localConfig, localSide } from "./local_side.ts";
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
    const local = localSide(context.connectTimeout);
    const config = await localConfig(host.data.sshConfigFile, local, runOf(context.signal));
    const settings = resolveSettings(host, config, local);
    const { connectSsh } = await import("./connect.ts");
    return await connectSsh(settings, context);
  },
});

export default ssh;
