/**
 * Whether a path matches one of some shell patterns, whole or by its name alone. `*` and `?` match slashes too, so that
 * `*.pyc` is every such file at any depth.
 */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  const name = path.replace(/\/+$/, "").split("/").pop()!;
  return patterns.some((pattern) => {
    const expression = globToRegExp(pattern);
    return expression.test(path) || expression.test(name);
  });
}

/** A shell pattern as a regular expression for the whole text. */
export function globToRegExp(pattern: string): RegExp {
  const body = pattern.replace(
    /\[(!?)(\]?[^\]]*)\]|[\s\S]/g,
    (found, not: string | undefined, set: string | undefined) => {
      if (found === "*") return "[\\s\\S]*";
      if (found === "?") return "[\\s\\S]";
      if (set === undefined) return found.replace(/[.+^${}()|[\]\\/]/, "\\$&");
      return `[${not ? "^" : ""}${set.replace(/[\\\]^[]/g, "\\$&")}]`;
    },
  );
  return new RegExp(`^${body}$`);
}
