import { arg, type OperationHost, type ShellCommand, z } from "../api/mod.ts";
import { matchLines } from "./line_matches.ts";

/** A package as somebody asked for it. */
export interface PackageSpec {
  readonly name: string;
  /** The version that it is pinned to. */
  readonly version?: string;
  /** What the package manager is given. */
  readonly text: string;
}

/** Installed packages: a name and its versions. */
export type InstalledPackages = Readonly<Record<string, readonly string[]>>;

/** The argument `packages` of a package manager's operation. Becomes a list, or `undefined`. */
export const packagesArgument = (): z.ZodOptional<ReturnType<typeof arg.list>> =>
  arg.list().optional().describe("a package or a list of them");

/** An argument for further words of a program's command; see {@linkcode words}. */
export const extraArguments = (
  what: string,
): z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodReadonly<z.ZodArray<z.ZodString>>]>> =>
  z.union([z.string(), z.array(z.string()).readonly()]).optional().describe(
    `further arguments for ${what}: a list, or a string that is parted at its spaces`,
  );

/**
 * Parts a package into its name and version.
 *
 * @param joiner what stands between name and version, as `=`; without one a package cannot be pinned
 */
export function packageSpec(text: string, joiner?: string): PackageSpec {
  const at = joiner === undefined ? -1 : text.lastIndexOf(joiner);
  if (at <= 0) return { name: text, text };
  return { name: text.slice(0, at), version: text.slice(at + joiner!.length), text };
}

/** What {@linkcode ensurePackages} brings about, and with which commands. */
export interface EnsurePackages {
  /** The packages, as the user wrote them or parted already. */
  readonly packages: readonly (string | PackageSpec)[] | undefined;
  readonly present: boolean;
  /** Upgrade what is installed and not pinned. */
  readonly latest?: boolean;
  readonly installed: InstalledPackages;
  /** What stands between name and version, as `=`. */
  readonly joiner?: string;
  /** The packages that a name stands for where no package has that name: groups, provided names. */
  readonly aliases?: (name: string) => readonly PackageSpec[];
  /** The command that installs packages. */
  readonly install: PackageCommand;
  /** The command that removes packages. */
  readonly uninstall: PackageCommand;
  /** The command that upgrades packages; without one `latest` does nothing for what is installed. */
  readonly upgrade?: PackageCommand;
}

/** Makes the command for packages: one for all of them, or a list where the manager takes one at a time. */
export type PackageCommand = (
  packages: readonly string[],
  specs: readonly PackageSpec[],
) => ShellCommand | readonly ShellCommand[];

/** The commands that install, upgrade or remove packages, with all the packages that each is about. */
export function* ensurePackages(options: EnsurePackages, host: OperationHost): Generator<ShellCommand> {
  const specs = (options.packages ?? []).map((one) => typeof one === "string" ? packageSpec(one, options.joiner) : one);
  const unique = [...new Map(specs.map((spec) => [spec.text, spec])).values()];
  const there = unique.filter((spec) => isInstalled(spec, options));
  const missing = unique.filter((spec) => !there.includes(spec));
  const upgrading = options.present && options.latest && options.upgrade
    ? there.filter(({ version, text }) => version === undefined || Object.hasOwn(options.installed, text))
    : [];

  const changing = options.present ? missing : there;
  if (changing.length) yield* commandsFor(changing, options.present ? options.install : options.uninstall);
  if (upgrading.length) yield* commandsFor(upgrading, options.upgrade!);
  for (const spec of unique) {
    if (!changing.includes(spec) && !upgrading.includes(spec)) host.noop(state(spec, options));
  }
}

function commandsFor(specs: readonly PackageSpec[], make: PackageCommand): readonly ShellCommand[] {
  return [make(specs.map(({ text }) => text), specs)].flat();
}

/** The packages that are neither installed under their name nor at their version, whose aliases are worth a question. */
export function missingPackages(
  packages: readonly string[] | undefined,
  installed: InstalledPackages,
  joiner?: string,
) {
  return (packages ?? []).map((text) => packageSpec(text, joiner)).filter((spec) => !matches(spec, installed));
}

function isInstalled(spec: PackageSpec, { installed, aliases, present }: EnsurePackages): boolean {
  if (matches(spec, installed)) return true;
  // Several versions of one provided name are alternatives, several names belong together.
  const names = Map.groupBy(aliases?.(spec.name) ?? [], ({ name }) => name);
  const answers = [...names.values()].map((versions) => versions.some((one) => matches(one, installed)));
  return present ? answers.length > 0 && answers.every(Boolean) : answers.some(Boolean);
}

function matches({ name, version, text }: PackageSpec, installed: InstalledPackages): boolean {
  // The joiner may be part of a name, as in brew's `python@3.12`.
  if (Object.hasOwn(installed, text)) return true;
  if (!Object.hasOwn(installed, name)) return false;
  return version === undefined || installed[name]!.includes(version);
}

function state({ name, text }: PackageSpec, { present, installed }: EnsurePackages): string {
  if (!present) return `package ${text} is not installed`;
  const versions = Object.hasOwn(installed, name) ? [installed[name]!].flat().filter(Boolean) : [];
  return `package ${text} is installed${versions.length ? ` (${versions.join(", ")})` : ""}`;
}

/**
 * Puts lines of `name SEPARATOR version` together to {@linkcode InstalledPackages}.
 *
 * @param others lines that the program prints beside those
 * @throws {Error} that quotes a line that is neither
 */
export function parsePackages(lines: readonly string[], pattern: RegExp, others?: RegExp): Record<string, string[]> {
  const matches = matchLines(lines, pattern, "a package and its version", others);
  return collectVersions(matches.map(([, name = "", version = ""]) => [name, version]));
}

/** Puts pairs of a name and a version together to {@linkcode InstalledPackages}, each version once. */
export function collectVersions(pairs: Iterable<readonly [name: string, version: string]>): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const [name, version] of pairs) found.set(name, (found.get(name) ?? new Set()).add(version));
  return Object.fromEntries([...found].map(([name, versions]) => [name, [...versions]]));
}

/** Words that a user gave as one string or as a list: a string is parted at its spaces. */
export function words(text: string | readonly string[] | undefined): string[] {
  return typeof text === "string" ? text.split(/\s+/).filter(Boolean) : [...text ?? []];
}
