import { DnfDisabledModules, DnfEnabledModules, DnfRepositories } from "../../../src/modules/dnf/mod.ts";
import { RpmPackage, RpmPackageProvides, RpmPackages } from "../../../src/modules/rpm/mod.ts";
import { YumRepositories } from "../../../src/modules/yum/mod.ts";
import { ZypperRepositories } from "../../../src/modules/zypper/mod.ts";
import type { Recorded } from "./recorded.ts";

const HINT = "Hint: [d]efault, [e]nabled, [x]disabled, [i]nstalled";

/** What dnf 4.14 prints of a repository that was made for it. */
const demo = (...rows: string[]) => ["Demo: repository of tests", ...rows, "", HINT, ""].join("\n");

/** The package managers of systems with rpm. */
export const RPM_SYSTEMS: readonly Recorded[] = [
  {
    fact: DnfEnabledModules,
    system: "Debian 12, dnf 4.14",
    output: demo(
      "Name Stream     Profiles            Summary        ",
      "demo 1.2 [d][e] common [d], minimal Demo [x] module",
    ),
    value: { demo: "1.2" },
    isOpen: "the names of repositories, which are any text, stand above the tables",
  },
  {
    fact: DnfDisabledModules,
    system: "Debian 12, dnf 4.14",
    output: demo("Name  Stream    Profiles Summary", "other rhel8 [x]          Other  "),
    value: ["other"],
    isOpen: "the names of repositories, which are any text, stand above the tables",
  },
  {
    fact: DnfEnabledModules,
    system: "Red Hat 8, dnf 4.7, documented: two repositories",
    output: `Red Hat Enterprise Linux 8 for x86_64 - AppStream (RPMs)
Name                 Stream          Profiles                       Summary
postgresql           13 [e]          client, server [d] [i]         PostgreSQL server and client module
virt                 rhel [d][e]     common [d]                     Virtualization module

Extra Packages for Enterprise Linux Modular 8 - x86_64
Name                 Stream          Profiles                       Summary
389-directory-server stable [e]      default [d], legacy            389 Directory Server

${HINT}`,
    value: { postgresql: "13", virt: "rhel", "389-directory-server": "stable" },
    isOpen: "the names of repositories, which are any text, stand above the tables",
  },
  { fact: DnfEnabledModules, system: "Fedora 41, dnf 5.2, documented: it has no modules", output: "", value: {} },
  { fact: DnfDisabledModules, system: "CentOS Stream 9, dnf 4.14, documented: none", output: "\n", value: [] },
  {
    fact: DnfRepositories,
    system: "Fedora 40, documented",
    output: `#file /etc/dnf/dnf.conf
# see \`man dnf.conf\` for defaults and possible options

[main]
gpgcheck=True
installonly_limit=3

#file /etc/yum.repos.d/fedora.repo
[fedora]
name=Fedora $releasever - $basearch
#baseurl=http://download.example/pub/fedora/linux/releases/$releasever/Everything/$basearch/os/
metalink=https://mirrors.fedoraproject.org/metalink?repo=fedora-$releasever&arch=$basearch
enabled=1
skip_if_unavailable=False
`,
    value: [{
      repoid: "fedora",
      name: "Fedora $releasever - $basearch",
      filename: "/etc/yum.repos.d/fedora.repo",
      metalink: "https://mirrors.fedoraproject.org/metalink?repo=fedora-$releasever&arch=$basearch",
      enabled: "1",
      skip_if_unavailable: "False",
    }],
  },
  {
    fact: DnfRepositories,
    system: "Debian 12, dnf 4.14",
    output: `#file /etc/dnf/dnf.conf
# see \`man dnf.conf\` for defaults and possible options

[main]
gpgcheck=True
skip_if_unavailable=True

#file /etc/yum.repos.d/demo.repo
[demo]
name=Demo: repository of tests
baseurl=file:///tmp/repo
gpgcheck=0
`,
    value: [{
      repoid: "demo",
      name: "Demo: repository of tests",
      filename: "/etc/yum.repos.d/demo.repo",
      baseurl: "file:///tmp/repo",
      gpgcheck: "0",
    }],
  },
  {
    fact: DnfRepositories,
    system: "Rocky Linux 9, dnf 4.14, documented: a repository over several lines, switched off",
    output: `#file /etc/yum.repos.d/rocky.repo
# rocky.repo

[baseos-source]
name=Rocky Linux $releasever - BaseOS - Source
baseurl=http://dl.rockylinux.org/$contentdir/$releasever/BaseOS/source/tree/
        http://mirror.example.org/BaseOS/source/tree/
enabled=0`,
    value: [{
      repoid: "baseos-source",
      name: "Rocky Linux $releasever - BaseOS - Source",
      filename: "/etc/yum.repos.d/rocky.repo",
      baseurl: "http://dl.rockylinux.org/$contentdir/$releasever/BaseOS/source/tree/\n" +
        "http://mirror.example.org/BaseOS/source/tree/",
      enabled: "0",
    }],
    isOpen: "an indented line goes on with the setting above it",
  },
  {
    fact: YumRepositories,
    system: "CentOS 7, yum 3.4, documented",
    output: `#file /etc/yum.conf
[main]
cachedir=/var/cache/yum/$basearch/$releasever
plugins=1

#  This is the default
#file /etc/yum.repos.d/CentOS-Base.repo
[base]
name=CentOS-$releasever - Base
mirrorlist=http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=os&infra=$infra
gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7
`,
    value: [{
      repoid: "base",
      name: "CentOS-$releasever - Base",
      filename: "/etc/yum.repos.d/CentOS-Base.repo",
      mirrorlist: "http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=os&infra=$infra",
      gpgkey: "file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7",
    }],
  },
  {
    fact: YumRepositories,
    system: "Amazon Linux 2, yum 3.4, documented",
    output: `#file /etc/yum.repos.d/amzn2-core.repo
[amzn2-core]
name=Amazon Linux 2 core repository
mirrorlist=$awsproto://$amazonlinux.$awsregion.$awsdomain/$releasever/$product/$target/$basearch/mirror.list
priority=10
mirrorlist_expire=300`,
    value: [{
      repoid: "amzn2-core",
      name: "Amazon Linux 2 core repository",
      filename: "/etc/yum.repos.d/amzn2-core.repo",
      mirrorlist: "$awsproto://$amazonlinux.$awsregion.$awsdomain/$releasever/$product/$target/$basearch/mirror.list",
      priority: "10",
      mirrorlist_expire: "300",
    }],
  },
  {
    fact: YumRepositories,
    system: "Oracle Linux 6, yum 3.2, documented",
    output: `#file /etc/yum.repos.d/public-yum-ol6.repo
[public_ol6_latest]
name=Oracle Linux $releasever Latest ($basearch)
baseurl = http://yum.oracle.com/repo/OracleLinux/OL6/latest/$basearch/
enabled= 1`,
    value: [{
      repoid: "public_ol6_latest",
      name: "Oracle Linux $releasever Latest ($basearch)",
      filename: "/etc/yum.repos.d/public-yum-ol6.repo",
      baseurl: "http://yum.oracle.com/repo/OracleLinux/OL6/latest/$basearch/",
      enabled: "1",
    }],
  },
  {
    fact: ZypperRepositories,
    system: "Debian 12, zypper 1.14.42",
    output:
      "#file /etc/zypp/repos.d/zdemo.repo\n[zdemo]\nenabled=1\nautorefresh=0\nbaseurl=file:/tmp/repo\ngpgcheck=0\n",
    value: [{
      repoid: "zdemo",
      name: "zdemo",
      filename: "/etc/zypp/repos.d/zdemo.repo",
      enabled: "1",
      autorefresh: "0",
      baseurl: "file:/tmp/repo",
      gpgcheck: "0",
    }],
  },
  {
    fact: ZypperRepositories,
    system: "openSUSE Leap 15.6, documented",
    output: `#file /etc/zypp/repos.d/repo-oss.repo
[repo-oss]
name=Main Repository
enabled=1
autorefresh=1
baseurl=http://download.opensuse.org/distribution/leap/$releasever/repo/oss/
path=/
type=rpm-md
keeppackages=0`,
    value: [{
      repoid: "repo-oss",
      name: "Main Repository",
      filename: "/etc/zypp/repos.d/repo-oss.repo",
      enabled: "1",
      autorefresh: "1",
      baseurl: "http://download.opensuse.org/distribution/leap/$releasever/repo/oss/",
      path: "/",
      type: "rpm-md",
      keeppackages: "0",
    }],
  },
  {
    fact: ZypperRepositories,
    system: "SUSE Linux Enterprise 12, zypper 1.13, documented: a repository of a service",
    output: `#file /etc/zypp/repos.d/SUSE_Linux_Enterprise_Server_12.repo
[SUSE_Linux_Enterprise_Server_12:SLES12-Pool]
name=SLES12-Pool
enabled=1
autorefresh=0
baseurl=https://updates.suse.com/SUSE/Products/SLE-SERVER/12/x86_64/product?credentials=SCC
service=SUSE_Linux_Enterprise_Server_12`,
    value: [{
      repoid: "SUSE_Linux_Enterprise_Server_12:SLES12-Pool",
      name: "SLES12-Pool",
      filename: "/etc/zypp/repos.d/SUSE_Linux_Enterprise_Server_12.repo",
      enabled: "1",
      autorefresh: "0",
      baseurl: "https://updates.suse.com/SUSE/Products/SLE-SERVER/12/x86_64/product?credentials=SCC",
      service: "SUSE_Linux_Enterprise_Server_12",
    }],
  },
  {
    fact: RpmPackages,
    system: "Debian 12, rpm 4.18",
    output: "demo-tool 1.2-3.el9\n",
    value: { "demo-tool": ["1.2-3.el9"] },
  },
  {
    fact: RpmPackages,
    system: "Fedora 41, rpm 4.20, documented: keys are packages",
    output:
      "gpg-pubkey e99d6ad1-64d2612c\nglibc-common 2.40-3.fc41\nkernel-core 6.11.4-301.fc41\nkernel-core 6.12.4-200.fc41",
    value: {
      "gpg-pubkey": ["e99d6ad1-64d2612c"],
      "glibc-common": ["2.40-3.fc41"],
      "kernel-core": ["6.11.4-301.fc41", "6.12.4-200.fc41"],
    },
  },
  {
    fact: RpmPackages,
    system: "openSUSE Leap 15.6, rpm 4.14, documented",
    output: "aaa_base 84.87+git20180409.04c9dae-150300.10.20.1\nlibstdc++6 13.3.0+git8781-150000.1.12.1",
    value: {
      aaa_base: ["84.87+git20180409.04c9dae-150300.10.20.1"],
      "libstdc++6": ["13.3.0+git8781-150000.1.12.1"],
    },
  },
  {
    fact: RpmPackage,
    system: "Debian 12, rpm 4.18: a file, which is no package's name",
    args: { package: "/tmp/demo-tool.rpm" },
    output: "package /tmp/demo-tool.rpm is not installed\ndemo-tool 1.2-3.el9",
    value: { name: "demo-tool", version: "1.2-3.el9" },
  },
  {
    fact: RpmPackage,
    system: "Debian 12, rpm 4.18: neither",
    args: { package: "nothere" },
    output: "package nothere is not installed",
    value: null,
  },
  {
    fact: RpmPackage,
    system: "Debian 12, rpm -qp of busybox 1.35",
    args: { package: "/tmp/demo-tool.rpm" },
    output: "demo-tool-1.2-3.el9",
    value: { name: "demo-tool", version: "1.2-3.el9" },
  },
  {
    fact: RpmPackageProvides,
    system: "Debian 12, repoquery of dnf 4.14",
    args: { package: "virtualdemo" },
    output: "demo-tool 1.2-3.el9\n\n",
    value: [["demo-tool", "1.2-3.el9"]],
  },
  {
    fact: RpmPackageProvides,
    system: "Fedora 39, repoquery of dnf 5.0, documented",
    args: { package: "vim" },
    output: "Updating and loading repositories:\nRepositories loaded.\nvim-enhanced 9.1.083-1.fc39",
    value: [["vim-enhanced", "9.1.083-1.fc39"]],
  },
];
