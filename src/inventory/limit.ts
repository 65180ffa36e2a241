import { didYouMean, UsageError } from "../api/mod.ts";

/** What a limit chooses from. */
export interface Choice {
  /** The names of all hosts. */
  readonly hosts: readonly string[];
  /** The hosts of each group. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The hosts that take part: those that any of `limit` names (all if there is none) and none of `exclude` does. A name is a
 * group, else a pattern for the names of hosts with `*` and `?`.
 *
 * @throws {UsageError} for a name that fits nothing, and if no host is left.
 */
export function limitHosts(
  { limit, exclude }: { readonly limit: readonly string[]; readonly exclude: readonly string[] },
  choice: Choice,
): ReadonlySet<string> {
  const chosen = limit.length === 0
    ? new Set(choice.hosts)
    : new Set(limit.flatMap((name) => matching(name, "--limit", choice)));
  const excluded = new Set(exclude.flatMap((name) => matching(name, "--exclude", choice)));
  const active = new Set(choice.hosts.filter((host) => chosen.has(host) && !excluded.has(host)));
  if (active.size === 0 && choice.hosts.length > 0) {
    throw new UsageError(`No host is left of ${choice.hosts.length} after --limit and --exclude`, {
      hint: "Choose more hosts, or exclude fewer.",
    });
  }
  return active;
}

function matching(name: string, option: string, { hosts, groups }: Choice): string[] {
  const group = groups.get(name);
  if (group) return [...group];
  const pattern = globPattern(name);
  const found = hosts.filter((host) => pattern.test(host));
  if (found.length > 0) return found;
  throw new UsageError(
    `${option} ${name}: no group and no host is called "${name}"${didYouMean(name, [...groups.keys(), ...hosts])}`,
    { hint: "See debug-inventory for all hosts and groups." },
  );
}

/** A pattern with `*` and `?` as a regular expression. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}
