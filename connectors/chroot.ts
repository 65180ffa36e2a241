/**
 * `@chroot/FOLDER`: the root of another system that lies in a folder.
 *
 * @module
 */
import { type AnyConnector, ConnectError, connector, runArgv, spawnFor, UsageError, z } from "drover/connectors";
import { complaint, execSpawn } from "./containers/exec.ts";

/** Runs in a folder that is taken for the root. */
const chroot: AnyConnector = connector({
  name: "chroot",
  data: () =>
    z.object({
      chrootDirectory: z.string().optional().describe("The folder, where it is not the host's name"),
    }),
  makeNamesData(argument = "") {
    const path = argument.replace(/^\/+|\/+$/g, "");
    if (path === "") {
      throw new UsageError("Cannot use @chroot alone: it does not say which folder", {
        hint: "Write @chroot/srv/root for the folder /srv/root.",
      });
    }
    return [{ name: `@chroot/${path}`, data: { chrootDirectory: `/${path}` }, groups: ["@chroot"] }];
  },
  async connect(host, context) {
    const folder = host.data.chrootDirectory ?? `/${host.name}`;
    const start = spawnFor(context);
    const tried = await runArgv(start, ["chroot", folder, "sh", "-c", ":"], { signal: context.signal });
    if (tried.code !== 0) throw refused(folder, complaint(tried));
    const { spawn, end } = execSpawn({ start, words: () => ["chroot", folder], relaysTerminal: false });
    return { pty: context.parent?.pty, signals: context.parent?.signals, spawn, disconnect: end };
  },
});

export default chroot;

function refused(folder: string, why: string): ConnectError {
  const hint = /not permitted|permission denied/i.test(why)
    ? "Only root may change the root: run as root."
    : /cannot run command|exec|applet not found/i.test(why)
    ? "The folder needs a POSIX shell that is found in PATH."
    : "Check that the folder is there and holds a system.";
  return new ConnectError(`Cannot change the root to ${folder}: ${why}`, { hint });
}
