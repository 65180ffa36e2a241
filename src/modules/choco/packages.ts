import { type Arguments, type Operation, operation, sh } from "../../api/mod.ts";
import { ensurePackages, type PackageSpec, packageSpec } from "../packages.ts";
import { latestArguments } from "../plain_packages.ts";
import { ChocoPackages } from "./facts.ts";

/** Installs, upgrades and removes packages with Chocolatey. */
export const packages: Operation<Arguments<typeof latestArguments>> = operation(
  {
    module: "choco",
    name: "packages",
    doc:
      "Installs, upgrades and removes packages with Chocolatey; `NAME:VERSION` pins one, also to a version that is " +
      "older than what is there. Windows with Chocolatey and a POSIX shell.",
    args: latestArguments,
  },
  async function* ({ packages, present, latest }, host) {
    if (!packages?.length) return;
    const installed = Object.entries(await host.fact(ChocoPackages));
    yield* ensurePackages({
      // Chocolatey does not tell capitals from small letters.
      packages: packages.map((text) => packageSpec(text.toLowerCase(), ":")),
      present,
      latest,
      installed: Object.fromEntries(installed.map(([name, versions]) => [name.toLowerCase(), versions])),
      install: (_, specs) => [...unpinned(specs), ...specs.filter(isPinned).map(pin)],
      uninstall: (_, specs) => sh`choco uninstall -y -x ${specs.map(({ name }) => name)}`,
      upgrade: (names) => sh`choco upgrade -y ${names}`,
    }, host);
  },
);

const isPinned = ({ version }: PackageSpec) => version !== undefined;

function unpinned(specs: readonly PackageSpec[]) {
  const names = specs.filter((spec) => !isPinned(spec)).map(({ name }) => name);
  return names.length ? [sh`choco install -y ${names}`] : [];
}

/** A version is an option, and for all packages of a command; an upgrade also installs what is not there. */
function pin({ name, version }: PackageSpec) {
  return sh`choco upgrade -y ${name} --version ${version!} --allow-downgrade`;
}
