/** How releases are laid out: made by `scripts/release.ts`, read by `drover upgrade` and `install.sh`. @module */

/** Where releases are published, unless `DROVER_RELEASES` says otherwise. */
export const RELEASES = "https://github.com/drover/drover/releases";

/** The file of a release with the checksums of all others. */
export const CHECKSUMS = "SHA256SUMS";

/** The file of a release that holds its version. */
export const VERSION_FILE = "VERSION";

/** Platforms that releases are made for, in the words of Deno and Rust. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
] as const;

/** A platform. */
export type Target = typeof TARGETS[number];

/** The name of the executable inside of an archive. */
export function executableName(target: string): string {
  return target.includes("windows") ? "drover.exe" : "drover";
}

/** The name of a release's archive for a platform. */
export function archiveName(version: string, target: string): string {
  return `drover-${version}-${target}.${target.includes("windows") ? "zip" : "tar.gz"}`;
}

/** The address of a file of a version's release. */
export function fileAddress(releases: URL, version: string, name: string): URL {
  return new URL(`download/v${version}/${name}`, releases);
}

/** The address of the file that holds the version of the newest release. */
export function newestAddress(releases: URL): URL {
  return new URL(`latest/download/${VERSION_FILE}`, releases);
}

/** The text of a list of checksums, as `sha256sum` writes it. */
export function checksumList(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** The checksum of a file in such a list. */
export function findChecksum(list: string, name: string): string | undefined {
  for (const line of list.split("\n")) {
    const found = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim());
    if (found?.[2] === name) return found[1];
  }
}
