import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";

const text = () => z.string().min(1).optional();

const args = () =>
  z.object({
    force: z.boolean().default(false).describe("go on where an update was not finished"),
    basedir: text().describe("the root of the system to update (default: `/`)"),
    workdir: text().describe("the directory to work in"),
    conffile: text().describe("the configuration file"),
    jail: text().describe("the jail to update, by its name or number"),
    key: text().describe("the fingerprint of the key to trust"),
    currentlyRunning: text().describe("the release to take for the one that is there"),
    server: text().describe("the server to fetch from"),
  });

/** Fetches and installs updates of FreeBSD's base system. */
export const freebsdUpdate: Operation<Arguments<typeof args>> = operation(
  {
    module: "freebsd",
    name: "freebsdUpdate",
    doc: "Fetches and installs the updates of the base system, every time. FreeBSD.",
    args,
    alwaysChanges: true,
  },
  async function* ({ force, ...options }) {
    const flags = {
      "-b": options.basedir,
      "-d": options.workdir,
      "-f": options.conffile,
      "-j": options.jail,
      "-k": options.key,
      "--currently-running": options.currentlyRunning,
      "-s": options.server,
    };
    const words = Object.entries(flags).flatMap(([flag, value]) => value === undefined ? [] : [flag, value]);
    yield sh`PAGER=cat freebsd-update --not-running-from-cron ${[force && "-F", ...words]} fetch install`;
  },
);
