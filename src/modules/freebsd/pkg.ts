import { type Arguments, type Operation, operation, sh, type ShellCommand, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { PkgPackage } from "./facts.ts";
import { jailArgument, reponame, within } from "./within.ts";

const fetching = () =>
  z.object({
    jail: jailArgument(),
    force: z.boolean().default(false).describe("fetch or install again what is there already"),
    reponame: reponame(),
  });
const jailed = () => z.object({ jail: jailArgument() });
const cleaning = () =>
  jailed().extend({ allPkg: z.boolean().default(false).describe("remove all files, not only old ones") });
const removing = () => jailed().extend({ package: word().describe("the package, by its name or origin") });
const installing = () => removing().extend({ reponame: reponame() });

/** An operation that has pkg do something, every time. */
function every<S extends z.ZodObject>(
  name: string,
  doc: string,
  args: () => S,
  command: (args: z.output<S>) => ShellCommand,
): Operation<z.input<S>> {
  const definition = { module: "freebsd", name, doc: `${doc}, every time. FreeBSD.`, args, alwaysChanges: true };
  return operation(definition, async function* (args) {
    yield command(args);
  });
}

/** Gets the catalogues of packages. */
export const pkgUpdate: Operation<Arguments<typeof fetching>> = every(
  "pkgUpdate",
  "Gets the catalogues of packages",
  fetching,
  ({ jail, force, reponame }) => sh`${within("pkg", jail)} update ${[force && "-f"]} ${repository(reponame)}`,
);

/** Upgrades all packages. */
export const pkgUpgrade: Operation<Arguments<typeof fetching>> = every(
  "pkgUpgrade",
  "Upgrades all packages",
  fetching,
  ({ jail, force, reponame }) => sh`${within("pkg", jail)} upgrade -y ${[force && "-f"]} ${repository(reponame)}`,
);

/** Removes packages that no other needs any more. */
export const pkgAutoremove: Operation<Arguments<typeof jailed>> = every(
  "pkgAutoremove",
  "Removes packages that were installed for others and are needed no more",
  jailed,
  ({ jail }) => sh`${within("pkg", jail)} autoremove -y`,
);

/** Removes fetched files of packages. */
export const pkgClean: Operation<Arguments<typeof cleaning>> = every(
  "pkgClean",
  "Removes files of packages that were fetched",
  cleaning,
  ({ jail, allPkg }) => sh`${within("pkg", jail)} clean -y ${[allPkg && "-a"]}`,
);

/** Installs a package. */
export const pkgInstall: Operation<Arguments<typeof installing>> = operation(
  { module: "freebsd", name: "pkgInstall", doc: "Installs a package, in a jail too. FreeBSD.", args: installing },
  async function* ({ jail, reponame, ...args }, host) {
    if (await host.fact(PkgPackage, { package: args.package, jail }) !== null) {
      return host.noop(`Package '${args.package}' already installed`);
    }
    yield sh`${within("pkg", jail)} install -y ${repository(reponame)} -- ${args.package}`;
  },
);

/** Removes a package. */
export const pkgRemove: Operation<Arguments<typeof removing>> = operation(
  { module: "freebsd", name: "pkgRemove", doc: "Removes a package, in a jail too. FreeBSD.", args: removing },
  async function* ({ jail, ...args }, host) {
    if (await host.fact(PkgPackage, { package: args.package, jail }) === null) {
      return host.noop(`Package '${args.package}' cannot be found`);
    }
    yield sh`${within("pkg", jail)} remove -y -- ${args.package}`;
  },
);

function repository(name: string | undefined): string[] {
  return name === undefined ? [] : ["-r", name];
}
