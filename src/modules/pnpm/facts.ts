import { arg, type Fact, fact, pathWord, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { collectVersions, type InstalledPackages } from "../packages.ts";

const projects = () => {
  const group = z.record(z.string(), z.object({ version: z.string().optional() })).optional();
  return z.array(z.object({ dependencies: group, devDependencies: group, optionalDependencies: group }));
};

/** The packages that pnpm has installed. */
export const PnpmPackages: Fact<InstalledPackages, { directory?: string }> = fact({
  module: "pnpm",
  name: "PnpmPackages",
  doc: "The installed packages and their versions, global or those that the project in a folder asks for; " +
    "of a linked package its `link:PATH`. Any system with pnpm.",
  args: () =>
    z.object({
      directory: arg.path().optional().describe("the folder of the project (default: the global packages)"),
    }),
  requiresCommand: "pnpm",
  command: ({ directory }) =>
    directory === undefined
      ? sh`pnpm list --global --depth=0 --json`
      : sh`if test -d ${pathWord(directory)}; then cd ${pathWord(directory)} && pnpm list --depth=0 --json; fi`,
  process: (lines) => {
    if (lines.every((line) => line.trim() === "")) return {};
    const groups = parseJson(lines, projects()).flatMap((project) => [
      project.dependencies,
      project.devDependencies,
      project.optionalDependencies,
    ]);
    const packages = groups.flatMap((group) => Object.entries(group ?? {}));
    return collectVersions(
      packages.flatMap(([name, { version }]) => version === undefined ? [] : [[name, version] as const]),
    );
  },
  default: () => ({}),
});
