/** Packages of rpm made on the spot, and a repository of them in a folder: no network. */
import type { ServerBed } from "./server_bed.ts";

/** Where the repository is on the host, and in it the packages. */
export const REPOSITORY = "/srv/repository";

interface RpmSpec {
  readonly name: string;
  readonly version: string;
  readonly requires?: string;
}

/** Makes packages without files in them. */
export async function makeRpms({ sh }: ServerBed, specs: readonly RpmSpec[]): Promise<void> {
  // Programs of Debian do not agree on where the database of rpm is.
  await sh(`set -e
    mkdir -p /etc/rpm /var/lib/rpm ${REPOSITORY} /etc/yum.repos.d
    echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros`);
  for (const { name, version, requires } of specs) {
    const fields = [
      ...[`Name: ${name}`, `Version: ${version}`, "Release: 1", "Summary: x", "License: x", "BuildArch: noarch"],
      ...requires === undefined ? [] : [`Requires: ${requires}`],
      ...["%description", "x", "%files"],
    ];
    await sh(`set -e
      printf '%s\\n' ${fields.map((field) => `'${field}'`).join(" ")} >/srv/spec
      rpmbuild -bb --quiet --define '_rpmdir /srv' --define '_rpmfilename repository/%{NAME}-%{VERSION}.rpm' /srv/spec`);
  }
}

/** Puts the packages in the folder on offer, with a module of two streams. */
export async function publishRpms({ sh }: ServerBed): Promise<void> {
  await sh(`set -e
    cd ${REPOSITORY}
    createrepo_c --quiet .
    for stream in 1 2; do
      printf '%s\\n' --- 'document: modulemd' 'version: 2' data: '  name: herd' "  stream: \\"$stream\\"" '  version: 1' \\
        '  context: x' "  arch: $(uname -m)" '  summary: x' '  description: x' '  license: {module: [MIT]}' ...
    done >modules.yaml
    modifyrepo_c --mdtype=modules modules.yaml repodata >/dev/null`);
}

/** Makes a key, which lies as `key.asc` in the folder. */
export async function makeKey({ sh }: ServerBed): Promise<void> {
  await sh(`set -e
    export GNUPGHOME=$(mktemp -d)
    trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
    gpg --batch --quiet --passphrase '' --quick-gen-key 'Archive <archive@x.org>' rsa2048 sign never 2>/dev/null
    gpg --batch --armor --export >${REPOSITORY}/key.asc`);
}
