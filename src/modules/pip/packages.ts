import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, extraArguments, packagesArgument, words } from "../packages.ts";
import { word } from "../word.ts";
import { PipPackages, PipRequirementsMet } from "./facts.ts";
import { canonical, requirement } from "./names.ts";
import { virtualenv } from "./virtualenv.ts";
import { sayOnlyWhere } from "./where.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: z.boolean().default(false).describe("upgrade those that are installed and have no version given"),
    requirements: word().optional().describe(
      "a requirements file on the host; it is installed only if something of it is missing, where pip is 22.2 or later " +
        "and `extraInstallArgs` say only where packages are, else every time; it is removed every time",
    ),
    pip: word().default("pip").describe("the pip program, or its path; in a virtual environment its name there"),
    virtualenv: word().optional().describe("the folder of the virtual environment; it is made if it is not there"),
    virtualenvKwargs: z.object({
      python: word().optional().describe("the Python interpreter that it is for"),
      venv: z.boolean().optional().describe("make it by Python's own `venv` module"),
      sitePackages: z.boolean().optional().describe("let it see the packages of the system"),
      alwaysCopy: z.boolean().optional().describe("copy the interpreter instead of linking to it"),
    }).strict().default({}).describe("how the virtual environment is made"),
    extraInstallArgs: extraArguments("`pip install`"),
  });

/** Installs, upgrades or removes Python packages. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "pip",
    name: "packages",
    doc: "Installs, upgrades or removes Python packages, as `NAME`, `NAME==VERSION` or any other requirement, in the " +
      "system or in a virtual environment. Any system with pip.",
    args,
  },
  async function* ({ packages, present, latest, requirements, extraInstallArgs, ...args }, host) {
    const folder = args.virtualenv?.replace(/(?<=.)\/+$/, "");
    const pip = folder === undefined ? args.pip : `${folder}/bin/${args.pip}`;
    // Asked for in the same turn as the facts of the virtual environment, and looked at after them.
    const asked = packages?.length ? host.fact(PipPackages, { pip }) : Promise.resolve({});
    const extra = words(extraInstallArgs);
    const askedMet = requirements !== undefined && present && sayOnlyWhere(extra) &&
      host.fact(PipRequirementsMet, { requirements, pip });
    for (const answer of [asked, askedMet]) if (answer) answer.catch(() => {});
    if (folder !== undefined) yield* virtualenv.inner({ path: folder, ...args.virtualenvKwargs });

    const uninstall = sh`${pip} uninstall --yes`;
    if (await askedMet) host.noop(`all that ${requirements} asks for is installed`);
    else if (requirements !== undefined) {
      yield present ? sh`${pip} install ${extra} -r ${requirements}` : sh`${uninstall} -r ${requirements}`;
    }
    const installed = canonical(await asked);
    yield* ensurePackages({
      packages: packages?.map((text) => requirement(text, installed)),
      present,
      latest,
      installed,
      install: (names) => sh`${pip} install ${[...extra, ...names]}`,
      uninstall: (names) => sh`${uninstall} ${names}`,
      upgrade: (names) => sh`${pip} install ${[...extra, "--upgrade", ...names]}`,
    }, host);
  },
);
