import { type Arguments, type Operation, operation, sh } from "../../api/mod.ts";
import { ensurePackages, extraArguments, words } from "../packages.ts";
import { canonical, requirement } from "../pip/names.ts";
import { latestArguments } from "../plain_packages.ts";
import { PipxPackages } from "./facts.ts";

const args = () => latestArguments().extend({ extraArgs: extraArguments("`pipx install`") });

/** Installs, upgrades and removes Python applications. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "pipx",
    name: "packages",
    doc: "Installs, upgrades and removes Python applications for the user, as `NAME`, `NAME==VERSION` or any other " +
      "requirement; one at another version is installed anew. Any system with pipx.",
    args,
  },
  async function* ({ packages, present, latest, extraArgs }, host) {
    if (!packages?.length) return;
    const installed = canonical(await host.fact(PipxPackages));
    yield* ensurePackages({
      packages: packages.map((text) => requirement(text, installed)),
      present,
      latest,
      installed,
      // pipx takes one at a time, and leaves one that is there as it is unless forced.
      install: (_, specs) =>
        specs.map(({ name, text }) =>
          sh`pipx install ${[Object.hasOwn(installed, name) && "--force", ...words(extraArgs), text]}`
        ),
      uninstall: (_, specs) => specs.map(({ name }) => sh`pipx uninstall ${name}`),
      upgrade: (_, specs) => specs.map(({ name }) => sh`pipx upgrade ${name}`),
    }, host);
  },
);
