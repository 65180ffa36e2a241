import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, packagesArgument } from "../packages.ts";
import { word } from "../word.ts";
import { FlatpakPackage, FlatpakPackages } from "./facts.ts";

const args = () =>
  z.object({
    packages: packagesArgument().describe("an application or runtime, or a list of them, by id or ref"),
    remote: word().optional().describe("the remote to install from (default: whichever has them)"),
    present: z.boolean().default(true).describe("whether they shall be installed"),
  });

/** Installs and removes flatpaks. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "flatpak",
    name: "packages",
    doc:
      "Installs and removes applications and runtimes, by their ids as `org.videolan.VLC` or their refs with a branch. " +
      "Linux with Flatpak.",
    args,
  },
  async function* ({ packages, remote, present }, host) {
    if (!packages?.length) return;
    // Of an id any branch will do; of a ref only what it names.
    const refs = packages.filter((name) => name.includes("/"));
    const [ids, ...found] = await Promise.all([
      host.fact(FlatpakPackages),
      ...refs.map((ref) => host.fact(FlatpakPackage, { package: ref })),
    ]);
    const installed = [...ids, ...refs.filter((_, index) => found[index] !== null)];
    yield* ensurePackages({
      packages,
      present,
      installed: Object.fromEntries(installed.map((name) => [name, []])),
      install: (names) => sh`flatpak install --noninteractive ${remote === undefined ? [] : [remote]} ${names}`,
      uninstall: (names) => sh`flatpak uninstall --noninteractive ${names}`,
    }, host);
  },
);
