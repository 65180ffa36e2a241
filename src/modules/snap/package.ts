import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { packagesArgument } from "../packages.ts";
import { word } from "../word.ts";
import { SnapPackage, SnapPackages } from "./facts.ts";

const args = () =>
  z.object({
    packages: packagesArgument().describe("a snap or a list of them"),
    channel: word().default("latest/stable").describe("the channel that they follow, as `latest/edge` or `edge`"),
    classic: z.boolean().default(false).describe("install without confinement"),
    present: z.boolean().default(true).describe("whether they shall be installed"),
  });

const snapPackage: Operation<Arguments<typeof args>> = operation(
  {
    module: "snap",
    name: "package",
    doc: "Installs snaps from a channel, moves them to it, or removes them. Linux with snapd.",
    args,
  },
  async function* ({ packages, channel, classic, present }, host) {
    if (!packages?.length) return;
    const wanted = [...new Set(packages)];
    const installed = await host.fact(SnapPackages);
    const there = wanted.filter((name) => installed.includes(name));
    const missing = wanted.filter((name) => !installed.includes(name));
    if (!present) {
      for (const name of missing) host.noop(`snap package ${name} is not installed`);
      if (there.length > 0) yield sh`snap remove ${there}`;
      return;
    }
    const followed = await Promise.all(there.map((name) => host.fact(SnapPackage, { package: name })));
    // snap takes a channel for one snap at a time.
    for (const name of missing) yield sh`snap install ${[classic && "--classic", name]} ${`--channel=${channel}`}`;
    for (const [index, name] of there.entries()) {
      const current = followed[index]?.channel;
      if (current && inFull(current) === inFull(channel)) {
        host.noop(`snap package ${name} is installed from ${current}`);
      } else yield sh`snap refresh ${name} ${`--channel=${channel}`}`;
    }
  },
);

export {
  /** Installs, moves and removes snaps. */
  snapPackage as package,
};

/** A channel with its track and its risk: `edge` is `latest/edge`, `4.0` is `4.0/stable`. */
function inFull(channel: string): string {
  const [first = "", ...rest] = channel.split("/");
  if (/^(stable|candidate|beta|edge)$/.test(first)) return `latest/${channel}`;
  return rest.length === 0 ? `${first}/stable` : channel;
}
