import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { Date as HostDate } from "../server/facts.ts";

const STAMP = "/var/lib/apt/periodic/update-success-stamp";

/** The argument that lets an update be skipped. */
export const cacheTime = () =>
  z.number().min(0).optional().describe(
    "seconds for which the last update is good enough (default: update every time)",
  );

const args = () => z.object({ cacheTime: cacheTime() });

/** Updates apt's lists of packages. */
export const update: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "update",
    doc: "Updates the lists of packages, every time unless `cacheTime` says otherwise. Debian, Ubuntu and their kin.",
    args,
    alwaysChanges: true,
  },
  async function* ({ cacheTime }, host) {
    const [stamp, now] = cacheTime ? await Promise.all([host.fact(File, { path: STAMP }), host.fact(HostDate)]) : [];
    const age = stamp && stamp.mtime && now ? now.getTime() - stamp.mtime.getTime() : Infinity;
    if (cacheTime && age < cacheTime * 1000) return host.noop("apt is already up to date");
    yield sh`apt-get update`;
    // Debian itself does not touch the stamp.
    if (cacheTime) yield sh`touch ${STAMP}`;
  },
);
