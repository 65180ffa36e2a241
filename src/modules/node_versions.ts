import { type InstalledPackages, type PackageSpec, packageSpec } from "./packages.ts";

/**
 * Reads packages of Node.js as `NAME`, `@SCOPE/NAME` or `NAME@RANGE`.
 *
 * A range that what is installed fulfils counts as the version that is there; any other one, and a tag such as `next`,
 * as a version that is not.
 */
export async function nodePackages(texts: readonly string[], installed: InstalledPackages): Promise<PackageSpec[]> {
  const specs = texts.map((text) => packageSpec(text, "@"));
  if (specs.every(({ version }) => version === undefined)) return specs;
  const { satisfies, valid, validRange } = await import("semver");
  return specs.map((spec) => {
    const { name, version } = spec;
    if (version === undefined || valid(version) || validRange(version) === null) return spec;
    const versions = Object.hasOwn(installed, name) ? installed[name]! : [];
    return { ...spec, version: versions.find((one) => satisfies(one, version)) ?? version };
  });
}
