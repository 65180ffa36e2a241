import { didYouMean, DroverError } from "../api/mod.ts";

/** Packages of a JSR registry. */
export interface Registry {
  /** The address of the file that a `jsr:` specifier stands for. @throws {DroverError} */
  locate(specifier: string): Promise<string>;
  /** The SHA-256 that the registry knows for one of its files; `undefined` for other addresses. @throws {DroverError} */
  checksum(url: string): Promise<string | undefined>;
}

interface PackageMeta {
  readonly versions: Readonly<Record<string, { readonly yanked?: boolean }>>;
}

interface VersionMeta {
  readonly exports: string | Readonly<Record<string, string>>;
  readonly manifest: Readonly<Record<string, { readonly checksum: string }>>;
}

const SPECIFIER = /^jsr:\/?(@[^/]+\/[^@/]+)(?:@([^/]+))?(\/.*)?$/;

/** The address of the registry: `JSR_URL`, or https://jsr.io/. */
export function registryAddress(environment: (name: string) => string | undefined): string {
  return `${(environment("JSR_URL") || "https://jsr.io").replace(/\/+$/, "")}/`;
}

/** Makes what knows the packages of a registry. Documents are fetched by `json`. */
export function makeRegistry(base: string, json: (url: string, lasts: boolean) => Promise<unknown>): Registry {
  const known = new Map<string, Promise<unknown>>();
  const once = (path: string, lasts: boolean) => {
    if (!known.has(path)) known.set(path, json(`${base}${path}`, lasts));
    return known.get(path)!;
  };
  // A version never changes.
  const versionMeta = (name: string, version: string) =>
    once(`${name}/${version}_meta.json`, true) as Promise<VersionMeta>;
  return {
    async locate(specifier) {
      const [, name, range = "*", path = ""] = SPECIFIER.exec(decodeURI(specifier)) ?? [];
      if (name === undefined) {
        throw new DroverError("load", `Cannot load ${specifier}: it is no name of a package`, {
          hint: "Packages are written jsr:@scope/name@version, with /path behind it for one of several exports.",
        });
      }
      const meta = await once(`${name}/meta.json`, false) as PackageMeta;
      const version = await newest(meta, range, specifier);
      const file = exportOf(await versionMeta(name, version), path === "/" ? "" : path, `jsr:${name}@${version}`);
      return new URL(file, `${base}${name}/${version}/`).href;
    },
    async checksum(url) {
      const [, name, version, path] = /^(@[^/]+\/[^/]+)\/([^/]+)(\/.*)$/.exec(url.slice(base.length)) ?? [];
      if (!url.startsWith(base) || name === undefined) return undefined;
      const { checksum } = (await versionMeta(name, version!)).manifest?.[decodeURI(path!)] ?? {};
      if (checksum?.startsWith("sha256-")) return checksum.slice("sha256-".length);
      throw new DroverError("load", `Cannot load ${url}: the package ${name}@${version} has no such file`);
    },
  };
}

async function newest({ versions }: PackageMeta, range: string, specifier: string): Promise<string> {
  const { maxSatisfying, validRange } = await import("semver");
  if (validRange(range) === null) {
    throw new DroverError("load", `Cannot load ${specifier}: ${JSON.stringify(range)} is no version`, {
      hint: "Write a version or a range: 1.2.3, ^1, ~1.2.",
    });
  }
  const all = Object.entries(versions ?? {});
  // What its authors took back is used only by who asks for exactly that.
  const found = maxSatisfying(all.filter(([one, { yanked }]) => !yanked || one === range).map(([one]) => one), range);
  if (found !== null) return found;
  throw new DroverError("load", `Cannot load ${specifier}: no version matches`, {
    hint: `The versions are ${all.map(([one, { yanked }]) => yanked ? `${one} (yanked)` : one).join(", ") || "none"}.`,
  });
}

function exportOf({ exports }: VersionMeta, path: string, name: string): string {
  const all = typeof exports === "string" ? { ".": exports } : exports ?? {};
  const file = all[`.${path}`];
  if (file !== undefined) return file;
  const names = Object.keys(all);
  throw new DroverError("load", `Cannot load ${name}${path}: no such export${didYouMean(`.${path}`, names)}`, {
    hint: `Its exports are ${names.join(", ")}.`,
  });
}
