/** Matches a name against one pattern of OpenSSH: `*` is any text, `?` any one character. */
export function matchesPattern(pattern: string, name: string): boolean {
  const expression = pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) => {
    if (character === "*") return ".*";
    return character === "?" ? "." : `\\${character}`;
  });
  return new RegExp(`^${expression}$`, "s").test(name);
}

/** Whether any of the patterns matches and none of the negated ones (`!web9`) does. */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let found = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith("!");
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}
