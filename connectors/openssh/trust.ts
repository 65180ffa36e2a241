import type { ConnectorContext } from "drover/connectors";
import { whereIs } from "../ssh/dial.ts";
import { unknownKey } from "../ssh/host_key_errors.ts";
import type { Run } from "../ssh/run.ts";
import type { Effective } from "./effective.ts";
import { knownName } from "./explain.ts";
import type { Log } from "./log.ts";

/** Decides on a host key that `ssh` does not know. @throws {ConnectError} where it is not to be trusted */
export async function trust(
  effective: Effective,
  log: Log,
  run: Run,
  context: Pick<ConnectorContext, "ask" | "log" | "warn">,
): Promise<void> {
  const where = whereIs(effective, { remoteAddress: log.address });
  const shown = log.hostKey;
  const { name, hostname, port } = effective;
  const knownHostsFile = effective.knownHostsFiles[0] ?? "";
  const refused = (why: string, cause?: unknown) =>
    unknownKey({ name, where, shown, hostname, port, knownHostsFile, why, cause });
  switch (effective.strictHostKeyChecking) {
    case "accept-new": {
      // Another connection to the same host may have brought it.
      const [host, known] = [`${knownName(effective)} ${shown}`, run.trusted];
      if (!known.has(host)) context.log(`${where}: trusting the new host key ${shown}`);
      known.add(host);
      return;
    }
    case "no":
      return context.warn(`${where}: trusting the unknown host key ${shown}, as StrictHostKeyChecking is no`);
    case "ask": {
      const trusted = await run.trust.ask({ where, shown }, context).catch((cause) => {
        throw refused(`could not ask whether to trust it: ${cause.message}`, cause);
      });
      if (!trusted) throw refused("the answer was not yes");
      return;
    }
    default:
      throw refused("StrictHostKeyChecking is yes");
  }
}
