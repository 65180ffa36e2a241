import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { parseRepositories } from "./repositories.ts";

const read = (text: string) => parseRepositories(text.split("\n"));

Deno.test("repositories are read as AlmaLinux 9, CentOS 7 and openSUSE write them", () => {
  const alma = `#file /etc/dnf/dnf.conf
[main]
gpgcheck=1
installonly_limit=3

#file /etc/yum.repos.d/almalinux-baseos.repo
[baseos]
name=AlmaLinux $releasever - BaseOS
mirrorlist=https://mirrors.almalinux.org/mirrorlist/$releasever/baseos
# baseurl=https://repo.almalinux.org/almalinux/$releasever/BaseOS/$basearch/os/
enabled=1
[baseos-debuginfo]
enabled=0
`;
  const filename = "/etc/yum.repos.d/almalinux-baseos.repo";
  deepStrictEqual(read(alma), [
    {
      repoid: "baseos",
      name: "AlmaLinux $releasever - BaseOS",
      filename,
      mirrorlist: "https://mirrors.almalinux.org/mirrorlist/$releasever/baseos",
      enabled: "1",
    },
    { repoid: "baseos-debuginfo", name: "baseos-debuginfo", filename, enabled: "0" },
  ]);
  const centos = `[base]
name = CentOS-$releasever - Base
baseurl = http://mirror.centos.org/centos/$releasever/os/$basearch/?a=b
    http://vault.centos.org/centos/$releasever/os/$basearch/
gpgkey=
    file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7
; comment`;
  deepStrictEqual(read(centos), [{
    repoid: "base",
    name: "CentOS-$releasever - Base",
    baseurl:
      "http://mirror.centos.org/centos/$releasever/os/$basearch/?a=b\nhttp://vault.centos.org/centos/$releasever/os/$basearch/",
    gpgkey: "file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7",
  }]);
  const suse = `[repo-oss]
name=Main Repository
enabled=1
autorefresh=1
baseurl=http://download.opensuse.org/distribution/leap/$releasever/repo/oss/
type=rpm-md
keeppackages=0`;
  deepStrictEqual(read(suse).map(({ repoid, name, type }) => [repoid, name, type]), [
    ["repo-oss", "Main Repository", "rpm-md"],
  ]);
});

Deno.test("a line that is no setting is quoted", () => {
  throws(() => read("[a]\nbaseurl http://x"), /found "baseurl http:\/\/x"/);
  throws(() => read("baseurl=x"), /expected a section, as \[main\], found "baseurl=x"/);
});

Deno.test("settings come back as they were written", () => {
  const key = fc.stringMatching(/^[a-z_]{1,9}$/).filter((key) => !["name", "repoid", "filename"].includes(key));
  const value = fc.string().map((text) => text.trim()).filter((text) => !/[\r\n\u2028\u2029]/.test(text));
  const settings = fc.dictionary(key, value, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z:.-]{1,9}$/), settings), (repositories) => {
      const text = Object.entries(repositories).map(([id, all]) =>
        [`[${id}]`, ...Object.entries(all).map(([key, value]) => `${key} = ${value}`)].join("\n")
      );
      deepStrictEqual(
        read(text.join("\n") || "#"),
        Object.entries(repositories).filter(([id]) => id !== "main").map(([repoid, all]) => ({
          repoid,
          name: repoid,
          ...all,
        })),
      );
    }),
    { numRuns: 100 },
  );
});
