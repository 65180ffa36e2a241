import type { ConnectorContext } from "drover/connectors";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { whereIs } from "../ssh/dial.ts";
import { unknownKey } from "../ssh/host_key_errors.ts";
import type { Run } from "../ssh/run.ts";
import type { Effective } from "./effective.ts";
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
    case "accept-new":
      return context.log(`${where}: trusting the new host key ${shown}`);
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

/** Makes room for a new line: `ssh` would make no folder, and write behind a last line that has no end. */
export async function prepareKnownHosts(file: string | undefined): Promise<void> {
  if (file === undefined || file === "/dev/null") return;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, "r+");
    try {
      const { size } = await handle.stat();
      const last = new Uint8Array(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      if (size > 0 && last[0] !== 10) await handle.write("\n", size);
    } finally {
      await handle.close();
    }
  } catch {
    // There is none yet, or it is not ours to write: ssh says so where it matters.
  }
}
