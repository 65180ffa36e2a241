const WHERE_ONLY = new Set([
  ...["-i", "--index-url", "--extra-index-url", "--no-index", "-f", "--find-links", "--trusted-host", "--proxy"],
  ...["--cert", "--client-cert", "--timeout", "--retries", "--cache-dir", "--no-cache-dir", "--progress-bar"],
  ...["-q", "--quiet", "-v", "--verbose", "--no-input", "--no-color", "--disable-pip-version-check"],
  ...["--no-compile", "--prefer-binary", "--only-binary", "--no-binary", "--break-system-packages"],
]);

/**
 * Whether arguments of `pip install` say only where packages come from and how they are fetched: then what is installed
 * already is not installed again. Any other, as `--upgrade` or `--target`, can make pip do something all the same.
 */
export function sayOnlyWhere(words: readonly string[]): boolean {
  return words.filter((word) => word.startsWith("-")).every((word) => WHERE_ONLY.has(word.split("=")[0]!));
}
