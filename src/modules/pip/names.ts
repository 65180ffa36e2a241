import type { InstalledPackages, PackageSpec } from "../packages.ts";

/** The one form of a package's name (PEP 503): lower case, with `-` for `_` and `.`. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** Installed packages under the one form of their names. */
export function canonical(installed: InstalledPackages): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(installed).map(([name, versions]) => [canonicalName(name), versions]));
}

const REQUIREMENT = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;
const CLAUSE = /^\s*(~=|===?|!=|<=?|>=?)\s*([^\s,;]+)\s*$/;

/**
 * Reads a requirement (PEP 508): `flask`, `flask==3.0`, `celery[redis]>=5,<6`, `thing @ https://…`.
 *
 * A range that what is installed fulfils counts as the version that is there; any other one as a version that is not.
 */
export function requirement(text: string, installed: InstalledPackages): PackageSpec {
  const egg = /^[a-z+]+:\/\/.*#.*\begg=([A-Za-z0-9._-]+)/i.exec(text)?.[1];
  if (egg !== undefined) return { name: canonicalName(egg), text };
  const [, written, rest = ""] = REQUIREMENT.exec(text) ?? [];
  // An address or a file: what it holds is not known.
  if (written === undefined || /^[+:/\\]/.test(rest)) return { name: text, version: text, text };
  const name = canonicalName(written);
  const versions = Object.hasOwn(installed, name) ? installed[name]! : [];
  const wish = rest.split(";")[0]!.trim().replace(/^\((.*)\)$/, "$1");
  // A name, or one with an address: there is nothing to compare.
  if (wish === "" || wish.startsWith("@")) return { name, text };
  const clauses = wish.split(",").map((clause) => CLAUSE.exec(clause));
  const exact = clauses.length === 1 && /^={2,3}$/.test(clauses[0]?.[1] ?? "") && !clauses[0]![2]!.includes("*");
  if (exact) return { name, version: clauses[0]![2]!, text };
  const fitting = versions.find((version) =>
    clauses.every((clause) => clause && fulfils(version, clause[1]!, clause[2]!))
  );
  return { name, version: fitting ?? wish, text };
}

/** Whether a released version fulfils a clause (PEP 440); pre-releases and the like never do. */
export function fulfils(version: string, comparison: string, wished: string): boolean {
  const [there, asked] = [numbers(version), numbers(wished.replace(/\.\*$/, ""))];
  if (there === undefined || asked === undefined) return false;
  const order = compare(there, asked);
  const startsWith = (length: number) => compare(there.slice(0, length), asked.slice(0, length)) === 0;
  const isPrefix = wished.endsWith(".*");
  switch (comparison) {
    case "==":
    case "===":
      return isPrefix ? startsWith(asked.length) : order === 0;
    case "!=":
      return isPrefix ? !startsWith(asked.length) : order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order >= 0 && startsWith(asked.length - 1);
  }
}

function numbers(version: string): number[] | undefined {
  return /^v?\d+(\.\d+)*$/.test(version) ? version.replace("v", "").split(".").map(Number) : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
