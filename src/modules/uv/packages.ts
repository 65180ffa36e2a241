import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, extraArguments, packagesArgument, words } from "../packages.ts";
import { canonical, requirement } from "../pip/names.ts";
import { latestArgument } from "../plain_packages.ts";
import { word } from "../word.ts";
import { environmentWords } from "./environment.ts";
import { UvPipPackages } from "./facts.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    requirements: word().optional().describe(
      "a requirements file on the host; what it asks for is installed or removed every time",
    ),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: latestArgument(),
    extraArgs: extraArguments(
      "`uv pip install` and `uv pip uninstall`; `--system` and `--python` say which environment",
    ),
  });

/** Installs, upgrades and removes Python packages with uv. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "uv",
    name: "packages",
    doc: "Installs, upgrades and removes Python packages with `uv pip`, as `NAME`, `NAME==VERSION` or any other " +
      "requirement, in the environment that uv finds or `extraArgs` name. Any system with uv.",
    args,
  },
  async function* ({ packages, requirements, present, latest, extraArgs }, host) {
    const extra = words(extraArgs);
    const environment = environmentWords(extra);
    const installed = packages?.length ? canonical(await host.fact(UvPipPackages, { environment })) : {};
    if (requirements !== undefined) {
      yield sh`uv pip ${present ? "install" : "uninstall"} ${[...extra, "-r", requirements]}`;
    }
    yield* ensurePackages({
      packages: packages?.map((text) => requirement(text, installed)),
      present,
      latest,
      installed,
      install: (names) => sh`uv pip install ${[...extra, ...names]}`,
      uninstall: (_, specs) => sh`uv pip uninstall ${[...extra, ...specs.map(({ name }) => name)]}`,
      upgrade: (names) => sh`uv pip install --upgrade ${[...extra, ...names]}`,
    }, host);
  },
);
