import * as apt from "../../../src/modules/apt/mod.ts";
import * as files from "../../../src/modules/files/mod.ts";
import { FirewalldState, FirewalldZone } from "../../../src/modules/firewalld/mod.ts";
import * as freebsd from "../../../src/modules/freebsd/mod.ts";
import * as git from "../../../src/modules/git/mod.ts";
import * as hardware from "../../../src/modules/hardware/mod.ts";
import * as iptables from "../../../src/modules/iptables/mod.ts";
import { NixGeneration } from "../../../src/modules/nix/mod.ts";
import { OpkgConf, OpkgInstallableArchitectures, OpkgUpgradeablePackages } from "../../../src/modules/opkg/mod.ts";
import { Pip3Packages, PipRequirementsMet } from "../../../src/modules/pip/mod.ts";
import { RunitManaged } from "../../../src/modules/runit/mod.ts";
import * as server from "../../../src/modules/server/mod.ts";
import * as supervisorctl from "../../../src/modules/supervisorctl/mod.ts";
import { SystemdJournal, SystemdTimers } from "../../../src/modules/systemd/mod.ts";
import { FIELDS, PEM } from "../../../src/modules/tls/example_certificate.ts";
import * as uv from "../../../src/modules/uv/mod.ts";
import * as zfs from "../../../src/modules/zfs/mod.ts";
import { NginxConfigTest } from "../../../src/modules/nginx/mod.ts";
import { OpenWrtHasFeature } from "../../../src/modules/openwrt/mod.ts";
import { S6LiveStatus } from "../../../src/modules/s6/mod.ts";
import { TlsCertificate, TlsEndpoint } from "../../../src/modules/tls/mod.ts";
import { CONTAINER_EXAMPLES } from "./examples_containers.ts";
import type { Recorded } from "./recorded.ts";

/** What a program prints on a system. */
export type Example = Omit<Recorded, "value" | "isOpen">;

const system = "Debian 12";
const HOSTS = { path: "/etc/hosts" };
const stat = (mode: string, name: string, owner = "user=root group=root") =>
  `${owner} mode=${mode} atime=1795413600 mtime=1795327200 ctime=1795327200 size=220 ${name}`;
const lines = (...all: string[]) => all.join("\n");

const NETWORK = lines(
  "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000",
  "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
  "    inet 127.0.0.1/8 scope host lo",
  "    inet6 ::1/128 scope host ",
  "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000",
  "    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff",
  "    inet 192.0.2.7/24 brd 192.0.2.255 scope global eth0",
  "    inet6 2001:db8::7/64 scope global ",
);
const PYTHONS = `[{"key": "cpython-3.13.4-linux-x86_64-gnu", "version": "3.13.4"}]`;
const DATASET = lines(
  "tank/www\ttype\tfilesystem\t-",
  "tank/www\tused\t1.20G\t-",
  "tank/www\tmountpoint\t/srv/www\tlocal",
);
const JOURNAL =
  `{"__REALTIME_TIMESTAMP": "1795413600123456", "MESSAGE": "started", "PRIORITY": "6", "_SYSTEMD_UNIT": "web.service", "SYSLOG_IDENTIFIER": "web", "_PID": "812"}`;
const TIMER = lines(
  "Id=apt-daily.timer",
  "Unit=apt-daily.service",
  "ActiveState=active",
  "UnitFileState=enabled",
  "TimersCalendar={ OnCalendar=*-*-* 06,18:00:00 ; next_elapse=Tue 2026-11-24 06:00:00 UTC }",
  "NextElapseUSecRealtime=Tue 2026-11-24 06:00:00 UTC",
  "NextElapseUSecMonotonic=0",
  "LastTriggerUSec=Mon 2026-11-23 18:00:01 UTC",
);

const CERTIFICATE = `now=1795500000\nsubject=CN=web.example\nissuer=CN=web.example\n${FIELDS}\n${PEM}`;

/** What programs print, for the documentation of facts of which nothing short is recorded. */
export const EXAMPLES: readonly Example[] = [
  { fact: files.File, system, args: HOSTS, output: stat("-rw-r--r--", "/etc/hosts") },
  { fact: files.Directory, system, args: { path: "/srv/www" }, output: stat("drwxr-xr-x", "/srv/www") },
  {
    fact: files.Link,
    system,
    args: { path: "/etc/localtime" },
    output: stat("lrwxrwxrwx", "/etc/localtime -> /usr/share/zoneinfo/Etc/UTC"),
  },
  {
    fact: files.Socket,
    system,
    args: { path: "/run/docker.sock" },
    output: stat("srw-rw----", "/run/docker.sock", "user=root group=docker"),
  },
  { fact: files.IsDirectory, system, args: { path: "/srv/www" }, output: "yes" },
  {
    fact: files.FileContents,
    system,
    args: HOSTS,
    output: lines("__drover_file_", "127.0.0.1 localhost", "::1 localhost"),
  },
  { fact: files.FindInFile, system, args: { ...HOSTS, pattern: "^::1" }, output: "::1 localhost" },
  { fact: files.FindFiles, system, args: { path: "/srv", fname: "*.html" }, output: "/srv/www/index.html" },
  { fact: files.FindDirectories, system, args: { path: "/srv" }, output: lines("/srv", "/srv/www") },
  { fact: files.FindLinks, system, args: { path: "/srv" }, output: "/srv/www/current" },
  { fact: files.Md5File, system, args: HOSTS, output: `${"0123456789abcdef".repeat(2)}  /etc/hosts` },
  { fact: files.Sha1File, system, args: HOSTS, output: `${"0123456789".repeat(4)}  /etc/hosts` },
  { fact: files.Sha256File, system, args: HOSTS, output: `${"0123456789abcdef".repeat(4)}  /etc/hosts` },
  { fact: files.Sha384File, system, args: HOSTS, output: `${"0123456789abcdef".repeat(6)}  /etc/hosts` },
  { fact: files.SameFile, system, args: { path: "/srv/a", other: "/srv/b" }, output: "no" },
  { fact: files.SameContent, system, args: { path: "/srv/a", other: "/srv/b" }, output: "yes" },
  { fact: files.Flags, system: "FreeBSD 14", args: HOSTS, output: "uarch,schg" },
  { fact: apt.AptSources, system, output: "deb http://deb.debian.org/debian bookworm main contrib" },
  {
    fact: apt.SimulateOperationWillChange,
    system,
    args: { command: "install nginx" },
    output: "Inst nginx (1.22.1-9 Debian:12/stable [amd64])",
  },
  { fact: FirewalldState, system, output: "running" },
  { fact: freebsd.PkgPackage, system: "FreeBSD 14", args: { package: "nginx" }, output: "nginx-1.26.2,3" },
  { fact: freebsd.Sysrc, system: "FreeBSD 14", args: { parameter: "nginx_enable" }, output: "YES" },
  {
    fact: freebsd.ServiceScript,
    system: "FreeBSD 14",
    args: { srvname: "nginx" },
    output: "nginx",
  },
  { fact: git.GitHasCommit, system, args: { repo: "/srv/app", commit: "v1.2.0" }, output: "yes" },
  { fact: hardware.Ipv4Addrs, system, output: NETWORK },
  { fact: hardware.Ipv6Addrs, system, output: NETWORK },
  { fact: hardware.Ipv4Addresses, system, output: NETWORK },
  { fact: hardware.Ipv6Addresses, system, output: NETWORK },
  {
    fact: iptables.Ip6tablesChains,
    system,
    output: lines("*filter", ":INPUT DROP [0:0]", ":FORWARD DROP [0:0]", ":OUTPUT ACCEPT [0:0]", "COMMIT"),
  },
  { fact: NixGeneration, system: "NixOS 24.05", output: "system-42-link" },
  {
    fact: OpkgConf,
    system: "OpenWrt 22.03",
    output: lines(
      "dest root /",
      "lists_dir ext /var/opkg-lists",
      "option overlay_root /overlay",
    ),
  },
  {
    fact: OpkgInstallableArchitectures,
    system: "OpenWrt 22.03",
    output: lines("arch all 1", "arch noarch 1", "arch x86_64 10"),
  },
  { fact: OpkgUpgradeablePackages, system: "OpenWrt 22.03", output: "curl - 8.7.1-r1 - 8.10.1-r1" },
  { fact: PipRequirementsMet, system, args: { requirements: "/srv/app/requirements.txt" }, output: "yes" },
  { fact: RunitManaged, system, args: { svdir: "/etc/service" }, output: lines("cron", "web") },
  { fact: server.Command, system, args: { command: "cat /etc/timezone" }, output: "Etc/UTC" },
  { fact: server.Succeeds, system, args: { command: "nginx -t" }, output: "yes" },
  {
    fact: server.AuthorizedKeys,
    system,
    args: { user: "ann" },
    output: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ann@laptop",
  },
  { fact: server.MacosVersion, system: "macOS 14", output: "14.5" },
  { fact: server.Path, system, output: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  { fact: server.TmpDir, system, output: "/tmp" },
  { fact: server.LinuxName, system, output: lines("/etc/os-release", 'NAME="Debian GNU/Linux"', "ID=debian", "---") },
  {
    fact: server.LinuxDistribution,
    system,
    output: lines(
      "/etc/os-release",
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
      'NAME="Debian GNU/Linux"',
      'VERSION_ID="12"',
      "ID=debian",
      "---",
    ),
  },
  {
    fact: server.Processes,
    system,
    args: { pid: 812 },
    output: lines(
      "  PID USER     STAT %CPU %MEM COMMAND         COMMAND",
      "  812 www-data S     0.2  0.1 nginx           nginx: worker process",
    ),
  },
  {
    fact: server.Port,
    system,
    args: { port: 443 },
    output: 'tcp LISTEN 0 511 0.0.0.0:443 0.0.0.0:* users:(("nginx",pid=812,fd=6))',
  },
  {
    fact: supervisorctl.SupervisorctlStatus,
    system,
    output: "web                              RUNNING   pid 812, uptime 1:02:03",
  },
  { fact: supervisorctl.SupervisorctlPid, system, args: { process: "web" }, output: "812" },
  { fact: supervisorctl.SupervisorctlPids, system, output: lines("812", "0") },
  { fact: SystemdJournal, system, args: { unit: "web.service", lines: 1 }, output: JOURNAL },
  { fact: SystemdTimers, system, output: `Clock=1795413600 1000\n${TIMER}` },
  { fact: uv.UvInstalledPythonsByVersion, system, output: PYTHONS },
  { fact: uv.UvInstalledPythonsByImplementation, system, output: PYTHONS },
  { fact: uv.UvAvailablePythonsByVersion, system, output: PYTHONS },
  { fact: uv.UvAvailablePythonsByImplementation, system, output: PYTHONS },
  { fact: zfs.Pools, system: "FreeBSD 14", output: lines("tank\tsize\t1.81T\t-", "tank\thealth\tONLINE\t-") },
  { fact: zfs.Datasets, system: "FreeBSD 14", output: DATASET },
  { fact: zfs.Filesystems, system: "FreeBSD 14", output: DATASET },
  { fact: zfs.Snapshots, system: "FreeBSD 14", output: "tank/www@daily\tcreation\tMon Nov 23  0:00 2026\t-" },
  { fact: zfs.Volumes, system: "FreeBSD 14", output: "tank/vm\tvolsize\t20G\tlocal" },
  { fact: files.Block, system, args: HOSTS, output: lines("192.0.2.10 web", "192.0.2.11 db") },
  {
    fact: FirewalldZone,
    system,
    args: { zone: "dmz" },
    output: lines(
      "dmz",
      "  target: default",
      "  icmp-block-inversion: no",
      "  interfaces: eth1",
      "  sources: ",
      "  services: ssh",
      "  ports: 8080/tcp",
      "  protocols: ",
      "  forward: yes",
      "  masquerade: no",
      "  forward-ports: ",
      "  source-ports: ",
      "  icmp-blocks: ",
      "  rich rules: ",
    ),
  },
  {
    fact: iptables.Ip6tablesRules,
    system,
    output: lines(
      "*filter",
      ":INPUT DROP [0:0]",
      "-A INPUT -s 2001:db8::/32 -p tcp -m tcp --dport 22 -j ACCEPT",
      "COMMIT",
    ),
  },
  {
    fact: NginxConfigTest,
    system,
    output: lines('nginx: [emerg] unknown directive "bogus" in /etc/nginx/nginx.conf:2', "exit=1"),
  },
  { fact: OpenWrtHasFeature, system: "OpenWrt 22.03", args: { feature: "has_fw4" }, output: "yes" },
  { fact: Pip3Packages, system, output: lines("requests==2.32.3", "urllib3==2.2.1") },
  { fact: S6LiveStatus, system, output: lines("cron/up", "web/down") },
  { fact: server.HasGui, system, output: "" },
  { fact: TlsCertificate, system, args: { path: "/etc/ssl/web.pem" }, output: CERTIFICATE },
  { fact: TlsEndpoint, system, args: { host: "web.example" }, output: CERTIFICATE },
  ...CONTAINER_EXAMPLES,
];
