/** Debian packages made on the spot, and an archive of them in a folder: no network. */

/** A package to make. */
export interface DebSpec {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly recommends?: string;
  readonly provides?: string;
}

/** Where the packages and the archive are on the host. */
export const ARCHIVE = "/srv/archive";

type Shell = (text: string) => Promise<string>;

/** Makes packages, each with a program in /usr/bin that prints its version, and a setting in /etc. */
export async function makePackages(sh: Shell, specs: readonly DebSpec[]): Promise<void> {
  await sh(specs.map(making).join("\n"));
}

function making({ name, version, depends, recommends, provides }: DebSpec): string {
  const fields = [
    ...[`Package: ${name}`, `Version: ${version}`, "Architecture: all", "Maintainer: A <a@x.org>"],
    ...depends === undefined ? [] : [`Depends: ${depends}`],
    ...recommends === undefined ? [] : [`Recommends: ${recommends}`],
    ...provides === undefined ? [] : [`Provides: ${provides}`],
    "Description: made for a test",
  ];
  return `set -e
    work=$(mktemp -d)
    chmod 755 "$work"
    mkdir -p ${ARCHIVE}/all "$work/DEBIAN" "$work/usr/bin" "$work/etc"
    printf '%s\\n' ${fields.map((field) => `'${field}'`).join(" ")} >"$work/DEBIAN/control"
    echo "/etc/${name}.conf" >"$work/DEBIAN/conffiles"
    echo "made=${version}" >"$work/etc/${name}.conf"
    printf '#!/bin/sh\\necho ${version}\\n' >"$work/usr/bin/${name}"
    chmod 755 "$work/usr/bin/${name}"
    dpkg-deb --root-owner-group -Znone -b "$work" ${ARCHIVE}/all/${name}_${version}.deb >/dev/null
    rm -r "$work"`;
}

/** Puts packages on offer, instead of those that were; `NAME_VERSION` each. */
export async function publish(sh: Shell, ...packages: readonly string[]): Promise<void> {
  await sh(`set -e
    cd ${ARCHIVE}
    : >Packages
    for package in ${packages.join(" ")}; do
      file=all/$package.deb
      {
        dpkg-deb -f "$file"
        echo "Filename: ./$file"
        echo "Size: $(stat -c %s "$file")"
        echo "SHA256: $(sha256sum "$file" | cut -d ' ' -f 1)"
        echo
      } >>Packages
    done`);
}

/** Signs the archive with a new key, which lies as `key.asc` beside it and whose fingerprint comes back. */
export async function sign(sh: Shell): Promise<string> {
  return (await sh(`set -e
    export GNUPGHOME=$(mktemp -d)
    trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
    cd ${ARCHIVE}
    gpg --batch --quiet --passphrase '' --quick-gen-key 'Archive <archive@x.org>' ed25519 sign never 2>/dev/null
    gpg --batch --armor --export >key.asc
    {
      echo "Date: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')"
      echo "SHA256:"
      echo " $(sha256sum Packages | cut -d ' ' -f 1) $(stat -c %s Packages) Packages"
    } >Release
    gpg --batch --quiet --yes --clearsign --output InRelease Release
    gpg --batch --with-colons --list-keys | sed -n 's/^fpr:*\\([0-9A-F]*\\):.*/\\1/p' | head -n 1`)).trim();
}
