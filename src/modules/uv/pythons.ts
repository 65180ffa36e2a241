import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, extraArguments, words } from "../packages.ts";
import { fulfils } from "../pip/names.ts";
import { UvInstalledPythonsByVersion } from "./facts_pythons.ts";

const args = () =>
  z.object({
    versions: arg.list().describe(
      "a Python or a list of them, as uv takes them: `3.13`, `3.13.4`, `pypy@3.11`, `>=3.10,<3.13`",
    ),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    managed: z.boolean().default(true).describe("only what uv itself installed counts as installed"),
    extraArgs: extraArguments("`uv python install` and `uv python uninstall`"),
  });

/** Installs and removes Pythons. */
export const pythons: Operation<Arguments<typeof args>> = operation(
  {
    module: "uv",
    name: "pythons",
    doc: "Installs and removes Pythons with uv; one without a full version is there if any version of it is. " +
      "Any system with uv.",
    args,
  },
  async function* ({ versions, present, managed, extraArgs }, host) {
    if (versions.length === 0) return;
    const pythons = await host.fact(UvInstalledPythonsByVersion, { isManaged: managed });
    const extra = words(extraArgs);
    const keys = Object.entries(pythons).flatMap(([version, keys]) => keys.map((key) => ({ key, version })));
    const there = versions.filter((request) => keys.some((python) => isMeant(request, python)));
    yield* ensurePackages({
      packages: versions,
      present,
      installed: Object.fromEntries(there.map((request) => [request, []])),
      install: (names) => sh`uv python install ${[...extra, ...names]}`,
      uninstall: (names) => sh`uv python uninstall ${[...extra, ...names]}`,
    }, host);
  },
);

const SHORT: Readonly<Record<string, string>> = { cp: "cpython", pp: "pypy", gp: "graalpy" };

/** Whether a request means a Python with such a version, and a key as `cpython-3.13.4-linux-x86_64-gnu`. */
export function isMeant(
  request: string,
  { key, version }: { readonly key: string; readonly version: string },
): boolean {
  const [implementation = ""] = key.split("-");
  if (/^[<>=!~]/.test(request)) {
    const clauses = request.split(",").map((clause) => /^\s*(~=|===?|!=|<=?|>=?)\s*(\S+)\s*$/.exec(clause));
    return clauses.every((clause) => clause && fulfils(version, clause[1]!, clause[2]!));
  }
  const [, name = "", wanted = ""] = /^([a-z]*)@?(\d[\w.+]*)?$/i.exec(request.toLowerCase()) ?? [];
  // Whatever is of another form is a key, or its beginning.
  if (name === "" && wanted === "") return key === request || key.startsWith(`${request}-`);
  if ((SHORT[name] ?? (name || "cpython")) !== implementation) return false;
  return wanted === "" || version === wanted || version.startsWith(`${wanted}.`);
}
