import { arg, type Arguments, type Operation, operation, pathWord, sh, type ShellCommand, z } from "../../api/mod.ts";
import { nodePackages } from "../node_versions.ts";
import { ensurePackages } from "../packages.ts";
import { latestArguments } from "../plain_packages.ts";
import { PnpmPackages } from "./facts.ts";

const args = () =>
  latestArguments().extend({
    directory: arg.path().optional().describe("the folder of the project (default: global packages)"),
    dev: z.boolean().default(false).describe("with `directory`: install for the development of the project alone"),
  });

/** Installs, upgrades and removes packages of Node.js with pnpm. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "pnpm",
    name: "packages",
    doc: "Installs, upgrades and removes packages of Node.js with pnpm, globally or in a project, as `NAME` or " +
      "`NAME@VERSION`; a range as `NAME@^2` is there if any version of it is. Any system with pnpm.",
    args,
  },
  async function* ({ packages, present, latest, directory, dev }, host) {
    if (!packages?.length) return;
    const pnpm = (words: readonly (string | false)[]): ShellCommand =>
      directory === undefined ? sh`pnpm ${words}` : sh`cd ${pathWord(directory)} && pnpm ${words}`;
    const isGlobal = directory === undefined && "-g";
    const installed = await host.fact(PnpmPackages, { directory });
    yield* ensurePackages({
      packages: await nodePackages(packages, installed),
      present,
      latest,
      installed,
      install: (names) => pnpm(["add", isGlobal, dev && directory !== undefined && "-D", ...names]),
      uninstall: (_, specs) => pnpm(["remove", isGlobal, ...specs.map(({ name }) => name)]),
      upgrade: (names) => pnpm(["update", isGlobal, "--latest", ...names]),
    }, host);
  },
);
