import metadata from "../../deno.json" with { type: "json" };
import { didYouMean, DroverError } from "../api/mod.ts";
import { BUILT_IN } from "./connectors.ts";

type Namespace = Readonly<Record<string, unknown>>;

/** The version of the running program. */
export const VERSION: string = metadata.version;

const MODULES: Readonly<Record<string, () => Promise<Namespace>>> = {
  "drover": () => import("../mod.ts"),
  "drover/connectors": () => import("../connectors.ts"),
  "drover/connectors/testing": () => import("../connectors_testing.ts"),
  "drover/testing": () => import("../testing/mod.ts"),
};

/** What is written for the running program's own modules: `drover`, `drover/…`, `jsr:@drover/drover…`. */
export function isOwnName(specifier: string): boolean {
  return specifier === "drover" || specifier.startsWith("drover/") || OWN_PACKAGE.test(specifier);
}

// Where the program runs from its sources, a script may lie among them.
const SOURCES = [new URL("../", import.meta.url).href, new URL("../../connectors/", import.meta.url).href];

/** Whether a file is one of the program's own: it is imported as it is, so that there is one instance. */
export function isOwnSource(url: string): boolean {
  return SOURCES.some((folder) => url.startsWith(folder));
}

const OWN_PACKAGE = /^jsr:\/?@drover\/drover(?:@([^/]*))?(\/.*)?$/;

/** The one name of a module of the running program, and the versions that are asked for. */
export function ownName(specifier: string): { readonly name: string; readonly range?: string } {
  const found = OWN_PACKAGE.exec(specifier);
  if (!found) return { name: specifier };
  return { name: `drover${found[2] === "/" ? "" : found[2] ?? ""}`, range: found[1] || undefined };
}

/** The exports of a module of the running program. @throws {DroverError} with the names that there are. */
export async function ownModule(specifier: string): Promise<{ readonly name: string; readonly exports: Namespace }> {
  const { name, range } = ownName(specifier);
  if (range !== undefined) await assertVersion(range, specifier);
  const connector = /^drover\/connectors\/(.+)$/.exec(name)?.[1];
  const load = connector === undefined ? MODULES[name] : BUILT_IN[connector];
  if (load) return { name, exports: await load() };
  const names = [...Object.keys(MODULES), ...Object.keys(BUILT_IN).map((one) => `drover/connectors/${one}`)];
  throw new DroverError("load", `Drover has no module "${name}"${didYouMean(name, names)}`, {
    hint: `Its modules are ${names.join(", ")}.`,
  });
}

async function assertVersion(range: string, specifier: string): Promise<void> {
  const { satisfies } = await import("semver");
  if (satisfies(VERSION, range)) return;
  throw new DroverError("load", `The script is written for ${specifier}, but this is Drover ${VERSION}`, {
    hint: "Use the Drover that it asks for, or change the version in the script or in its import map.",
  });
}

/** The packages that the program carries, with their versions; scripts may import them. */
export const EMBEDDED_PACKAGES: ReadonlyMap<string, string> = new Map(
  ["diff", "eta", "nunjucks", "ssh-config", "ssh2", "yaml", "zod"].map((name) => [
    name,
    (metadata.imports as Record<string, string>)[name]!.slice(`npm:${name}@`.length),
  ]),
);

/** The address of a package that the program carries. @throws {DroverError} for any other, saying what to write. */
export async function embeddedPackage(specifier: string): Promise<string> {
  const [, name = "", range = "*", path = ""] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)(?:@([^/]*))?(\/.*)?$/.exec(specifier) ??
    [];
  const version = EMBEDDED_PACKAGES.get(name);
  if (version !== undefined) {
    const { satisfies } = await import("semver");
    if (satisfies(version, range)) return `npm:${name}@${version}${path}`;
  }
  const found = version === undefined ? "Drover does not carry this package" : `Drover carries ${name} ${version}`;
  throw new DroverError("load", `Cannot load ${specifier}: ${found}`, {
    hint: `Packages of npm are not downloaded. Drover carries ${
      [...EMBEDDED_PACKAGES].map(([one, its]) => `${one}@${its}`).join(", ")
    }; for others map the name to an address in the import map: ${JSON.stringify(specifier)}: "https://esm.sh/${
      specifier.slice(4).replace(/^\//, "")
    }".`,
  });
}
