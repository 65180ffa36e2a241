import { constants, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { ConnectorContext } from "drover/connectors";
import { addKnownHost } from "../ssh/host_key.ts";
import { isAbout, parseKnownHosts } from "../ssh/known_hosts.ts";
import { readIfThere } from "../ssh/local_side.ts";
import type { Run } from "../ssh/run.ts";
import type { Effective } from "./effective.ts";
import { knownName } from "./explain.ts";

/**
 * Adds the host keys that `ssh` has written to a file of ours to the user's. Two `ssh` at the same time would both write the
 * line there.
 */
export async function rememberNewHosts(
  file: string,
  effective: Effective,
  run: Run,
  context: Pick<ConnectorContext, "warn">,
): Promise<void> {
  const text = await readIfThere(file);
  const [known] = effective.userKnownHostsFiles;
  if (text === undefined || known === undefined) return;
  run.accepting = run.accepting.catch(() => {}).then(async () => {
    const present = parseKnownHosts(await readIfThere(known).catch(() => undefined) ?? "", known);
    for (const line of text.split("\n").filter(Boolean)) {
      const [added] = parseKnownHosts(line, file);
      const isThere = present.some((one) => one.key === added?.key && isAbout(one, knownName(effective)));
      if (!isThere) await addKnownHost(known, `${line}\n`, effective.name, context);
    }
  });
  await run.accepting;
}

/**
 * Makes room for the lines of hosts on the way, which `ssh` writes itself: it would make no folder, and write behind a last
 * line that has no end.
 */
export async function prepareKnownHosts(file: string | undefined): Promise<void> {
  if (file === undefined || file === "/dev/null") return;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Others may be writing: nothing may go anywhere but to the end.
    const handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    try {
      const { size } = await handle.stat();
      const last = new Uint8Array(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      if (size > 0 && last[0] !== 10) await handle.write("\n");
    } finally {
      await handle.close();
    }
  } catch {
    // There is none yet, or it is not ours to write: ssh says so where it matters.
  }
}
