import { type Arguments, type Operation, operation, sh } from "../../api/mod.ts";
import { ensurePackages, type PackageSpec, packageSpec } from "../packages.ts";
import { latestArguments } from "../plain_packages.ts";
import { GoPackages } from "./facts.ts";
import { programFolder } from "./folder.ts";

/** Installs, upgrades and removes programs with `go install`. */
export const packages: Operation<Arguments<typeof latestArguments>> = operation(
  {
    module: "go",
    name: "packages",
    doc: "Installs, upgrades and removes programs for the user with `go install`, by their import paths as " +
      "`golang.org/x/tools/cmd/stringer`; `PATH@VERSION` pins one. Any system with go 1.18 or later.",
    args: latestArguments,
  },
  async function* ({ packages, present, latest }, host) {
    if (!packages?.length) return;
    yield* ensurePackages({
      packages: packages.map(goPackage),
      present,
      latest,
      installed: await host.fact(GoPackages),
      // Packages of different modules cannot be installed by one command.
      install: (_, specs) => specs.map(({ name, version }) => sh`go install ${`${name}@${version ?? "latest"}`}`),
      uninstall: (_, specs) =>
        sh`${programFolder} && cd "$folder" && rm -f -- ${specs.map(({ name }) => programName(name))}`,
      upgrade: (_, specs) => specs.map(({ name }) => sh`go install ${`${name}@latest`}`),
    }, host);
  },
);

/** A package with its version; `latest` is none that could be compared. */
function goPackage(text: string): PackageSpec {
  const spec = packageSpec(text, "@");
  return spec.version === "latest" ? { name: spec.name, text: spec.name } : spec;
}

/** The name of a program is the last part of its path that does not say which major version it is. */
function programName(path: string): string {
  const parts = path.split("/");
  return (/^v\d+$/.test(parts.at(-1)!) && parts.at(-2)) || parts.at(-1)!;
}
