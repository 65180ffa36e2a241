import { arg, type Arguments, type Operation, operation, pathWord, sh, type ShellCommand } from "../../api/mod.ts";
import { nodePackages } from "../node_versions.ts";
import { ensurePackages } from "../packages.ts";
import { latestArguments } from "../plain_packages.ts";
import { NpmPackages } from "./facts.ts";

const args = () =>
  latestArguments().extend({
    directory: arg.path().optional().describe("the folder of the project (default: global packages)"),
  });

/** Installs, upgrades and removes packages of Node.js with npm. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "npm",
    name: "packages",
    doc: "Installs, upgrades and removes packages of Node.js with npm, globally or in a folder, as `NAME` or " +
      "`NAME@VERSION`; a range as `NAME@^2` is there if any version of it is. Any system with npm.",
    args,
  },
  async function* ({ packages, present, latest, directory }, host) {
    if (!packages?.length) return;
    const npm = (verb: string, names: readonly string[]): ShellCommand =>
      directory === undefined ? sh`npm ${verb} -g ${names}` : sh`cd ${pathWord(directory)} && npm ${verb} ${names}`;
    const installed = await host.fact(NpmPackages, { directory });
    yield* ensurePackages({
      packages: await nodePackages(packages, installed),
      present,
      latest,
      installed,
      install: (names) => npm("install", names),
      // Of a name with a version npm finds nothing to remove.
      uninstall: (_, specs) => npm("uninstall", specs.map(({ name }) => name)),
      upgrade: (names) => npm("update", names),
    }, host);
  },
);
