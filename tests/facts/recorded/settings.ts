import { Crontab } from "../../../src/modules/crontab/mod.ts";
import { EFIBootMgr } from "../../../src/modules/efibootmgr/mod.ts";
import { FileContext, FileContextMapping, SEBoolean, SEPorts } from "../../../src/modules/selinux/mod.ts";
import { CpuInfo, Cpus, Memory } from "../../../src/modules/hardware/mod.ts";
import {
  Arch,
  Date,
  Groups,
  Home,
  Hostname,
  Kernel,
  KernelModules,
  KernelVersion,
  LinuxGui,
  Locales,
  LsbRelease,
  OsRelease,
  Ports,
  RebootRequired,
  SecurityLimits,
  Selinux,
  Sysctl,
  Timezone,
  Uptime,
  User,
  Which,
} from "../../../src/modules/server/mod.ts";
import type { Recorded } from "./recorded.ts";

const bsd = "on BSD a setting may have several lines, of which only the first has its key";

/** What the system says of itself, and the files that say how it shall be. */
export const SETTINGS: readonly Recorded[] = [
  {
    fact: Sysctl,
    system: "Debian 12, procps 4.0.2",
    output: "dev.cdrom.info = CD-ROM information, Id: cdrom.c 3.20 2003/12/17\ndev.cdrom.info = \n" +
      "dev.cdrom.info = drive name:\t\tsr0\nnet.ipv4.tcp_rmem = 4096\t131072\t6291456",
    value: {
      "dev.cdrom.info": "CD-ROM information, Id: cdrom.c 3.20 2003/12/17\n\ndrive name:\t\tsr0",
      "net.ipv4.tcp_rmem": [4096, 131072, 6291456],
    },
  },
  {
    fact: Sysctl,
    system: "FreeBSD 14, documented",
    isOpen: bsd,
    output: "kern.version: FreeBSD 14.0-RELEASE #0 releng/14.0-n265380-f9716eee8ab4\n" +
      "    root@releng1.nyi.freebsd.org:/usr/obj/usr/src/amd64.amd64/sys/GENERIC\n\nkern.maxvnodes: 209715",
    value: {
      "kern.version": "FreeBSD 14.0-RELEASE #0 releng/14.0-n265380-f9716eee8ab4\n" +
        "    root@releng1.nyi.freebsd.org:/usr/obj/usr/src/amd64.amd64/sys/GENERIC",
      "kern.maxvnodes": 209715,
    },
  },
  {
    fact: Sysctl,
    system: "OpenBSD 7.5, documented",
    isOpen: bsd,
    output: "kern.ostype=OpenBSD\nkern.maxproc=1310",
    value: { "kern.ostype": "OpenBSD", "kern.maxproc": 1310 },
  },
  {
    fact: KernelModules,
    system: "Debian 12, Linux 6.1",
    output: "nft_compat 20480 4 - Live 0x0000000000000000\n" +
      "nf_tables 303104 95 nft_compat,nft_chain_nat, Live 0x0000000000000000",
    value: {
      nft_compat: { size: "20480", instances: 4, state: "Live" },
      nf_tables: { size: "303104", instances: 95, state: "Live", depends: ["nft_compat", "nft_chain_nat"] },
    },
  },
  {
    fact: Groups,
    system: "Debian 12, getent of glibc 2.36",
    output: "root:x:0:\nadm:x:4:ann,bob\nnogroup:x:65534:",
    value: ["root", "adm", "nogroup"],
  },
  {
    fact: Groups,
    system: "macOS 14, /etc/group, documented",
    output: "##\n# Group Database\n##\nnobody:*:-2:\nwheel:*:0:root",
    value: ["nobody", "wheel"],
  },
  {
    fact: Groups,
    system: "FreeBSD 14 with NIS, documented",
    output: "# $FreeBSD$\n#\nwheel:*:0:root\n+:*::",
    value: ["wheel"],
  },
  {
    fact: SecurityLimits,
    system: "Debian 12, PAM 1.5.2",
    output: `# /etc/security/limits.conf
#<domain>      <type>  <item>         <value>
#

*               soft    core            0
@student        -       maxlogins       4
:1000 hard nproc 20 extra # what stands behind the fourth word PAM leaves out
root -

# End of file`,
    value: [
      { domain: "*", limitType: "soft", item: "core", value: "0" },
      { domain: "@student", limitType: "-", item: "maxlogins", value: "4" },
      { domain: ":1000", limitType: "hard", item: "nproc", value: "20" },
    ],
  },
  {
    fact: OsRelease,
    system: "Alpine 3.19",
    output: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.1\n\n# a comment\nPRETTY_NAME="Alpine Linux v3.19"',
    value: { name: "Alpine Linux", id: "alpine", versionId: "3.19.1", prettyName: "Alpine Linux v3.19" },
  },
  {
    fact: LsbRelease,
    system: "CentOS 7, redhat-lsb-core 4.1, documented",
    output: "LSB Version:\t:core-4.1-amd64:core-4.1-noarch\nDistributor ID:\tCentOS\n" +
      "Description:\tCentOS Linux release 7.9.2009 (Core)\nRelease:\t7.9.2009\nCodename:\tCore",
    value: {
      version: ":core-4.1-amd64:core-4.1-noarch",
      id: "CentOS",
      description: "CentOS Linux release 7.9.2009 (Core)",
      release: "7.9.2009",
      codename: "Core",
    },
  },
  { fact: Kernel, system: "FreeBSD 14", output: "FreeBSD", value: "FreeBSD" },
  { fact: KernelVersion, system: "Debian 12", output: "6.1.0-18-amd64", value: "6.1.0-18-amd64" },
  { fact: Arch, system: "macOS 14", output: "arm64", value: "arm64" },
  {
    fact: User,
    system: "a domain of Windows, documented",
    output: "EXAMPLE\\ann o'neill",
    value: "EXAMPLE\\ann o'neill",
  },
  { fact: Home, system: "any system", args: { user: "ann" }, output: "/home/ann", value: "/home/ann" },
  { fact: Which, system: "any system", args: { command: "sh" }, output: "/usr/bin/sh", value: "/usr/bin/sh" },
  {
    fact: Date,
    system: "any system",
    output: "2024-02-29T23:30:00+0000",
    value: new globalThis.Date("2024-02-29T23:30Z"),
  },
  { fact: Uptime, system: "Linux", output: "13698.44 26210.13", value: 13698 },
  { fact: Uptime, system: "macOS 14", output: "12-03:04:05", value: 1047845 },
  { fact: RebootRequired, system: "any system", output: "no_reboot_required", value: false },
  {
    fact: LinuxGui,
    system: "Fedora 40",
    output: "/usr/bin/dbus-run-session\n/usr/bin/gnome-session",
    value: ["GNOME"],
  },
  { fact: SEBoolean, system: "Fedora 40", args: { boolean: "b" }, output: "b --> on", value: "on" },
  {
    fact: FileContext,
    system: "Fedora 40",
    args: { path: "/etc" },
    output: "system_u:object_r:etc_t:s0",
    value: { user: "system_u", role: "object_r", type: "etc_t", level: "s0" },
  },
  { fact: Hostname, system: "any system", output: "web-1.example.org", value: "web-1.example.org" },
  { fact: Timezone, system: "FreeBSD 14", output: "Europe/Paris", value: "Europe/Paris" },
  {
    fact: Timezone,
    system: "a host with a zone of its own",
    output: "/etc/zones/ours",
    value: null,
  },
  {
    fact: Locales,
    system: "Debian 12, glibc 2.36",
    output: "C\nC.utf8\nPOSIX\nde_DE.utf8",
    value: ["C", "C.utf8", "POSIX", "de_DE.utf8"],
  },
  {
    fact: Selinux,
    system: "Fedora 40, policycoreutils 3.6, documented",
    output: `SELinux status:                 enabled
SELinuxfs mount:                /sys/fs/selinux
Loaded policy name:             targeted
Current mode:                   enforcing
Memory protection checking:     actual (secure)`,
    value: { mode: "enabled" },
  },
  {
    fact: Ports,
    system: "Debian 12, iproute2 6.1",
    output: `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
udp   UNCONN 0      0          127.0.0.1:323       0.0.0.0:*    users:(("chronyd",pid=612,fd=5))
tcp   LISTEN 0      128             [::]:22           [::]:*    users:(("sshd",pid=700,fd=4),("systemd",pid=1,fd=9))`,
    value: [
      { protocol: "udp", address: "127.0.0.1", port: 323, process: "chronyd", pid: 612 },
      { protocol: "tcp", address: "::", port: 22, process: "sshd", pid: 700 },
    ],
  },
  {
    fact: Ports,
    system: "busybox 1.35 as in Alpine",
    output: `Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd [listener]
udp        0      0 :::123                  :::*                                -`,
    value: [
      { protocol: "tcp", address: "0.0.0.0", port: 22, process: "sshd [listener]", pid: 812 },
      { protocol: "udp", address: "::", port: 123, process: null, pid: null },
    ],
  },
  {
    fact: Ports,
    system: "FreeBSD 14, documented",
    output: `USER     COMMAND    PID   FD  PROTO  LOCAL ADDRESS         FOREIGN ADDRESS      
root     sshd         812 4   tcp6   *:22                  *:*
root     syslogd      701 6   udp4   *:514                 *:*`,
    value: [
      { protocol: "tcp", address: "*", port: 22, process: "sshd", pid: 812 },
      { protocol: "udp", address: "*", port: 514, process: "syslogd", pid: 701 },
    ],
  },
  { fact: Cpus, system: "any system", output: "16", value: 16 },
  {
    fact: Memory,
    system: "FreeBSD 14, vmstat -s, documented",
    output: `  1234567 cpu context switches
  1006418 pages managed
     4096 bytes per page
  9301938 total name lookups
          cache hits (91% pos + 6% neg) system 0% per-directory`,
    value: 3931,
  },
  { fact: Memory, system: "Linux, by /proc/meminfo", output: "8148420 K total memory", value: 7957 },
  {
    fact: CpuInfo,
    system: "Debian 12, util-linux 2.38",
    output: `Architecture:                    x86_64
  CPU op-mode(s):                32-bit, 64-bit
Model name:                      AMD EPYC 7543 32-Core Processor
  Flags:                         fpu vme de
Vulnerabilities:                 
  L1tf:                          Not affected`,
    value: {
      Architecture: "x86_64",
      "CPU op-mode(s)": "32-bit, 64-bit",
      "Model name": "AMD EPYC 7543 32-Core Processor",
      Flags: ["fpu", "vme", "de"],
      L1tf: "Not affected",
    },
  },
  {
    fact: Crontab,
    system: "Debian 12, cron 3.0pl1",
    output: `# nightly
5 4 * * sun /usr/bin/backup --all
MAILTO="root"

@reboot echo up`,
    value: {
      "/usr/bin/backup --all": {
        minute: 5,
        hour: 4,
        dayOfMonth: "*",
        month: "*",
        dayOfWeek: "sun",
        comments: ["# nightly"],
      },
      "echo up": { specialTime: "@reboot", comments: [] },
    },
  },
  {
    fact: Crontab,
    system: "OpenBSD 7.5 with a random minute, and FreeBSD 14, documented",
    output: "~\t3\t*\t*\t*\t-n /usr/local/bin/check\n@every_minute /bin/true",
    value: {
      "-n /usr/local/bin/check": {
        minute: "~",
        hour: 3,
        dayOfMonth: "*",
        month: "*",
        dayOfWeek: "*",
        comments: [],
      },
      "/bin/true": { specialTime: "@every_minute", comments: [] },
    },
  },
  {
    fact: FileContextMapping,
    system: "Fedora 40, policycoreutils 3.6, documented",
    args: { target: "/web(/.*)?" },
    output: `/web(/.*)?                                         regular file       system_u:object_r:etc_t:s0 
/srv/web(/.*)?                                     all files          system_u:object_r:var_t:s0 
/web(/.*)?                                         all files          system_u:object_r:httpd_sys_content_t:s0 
/web = /var/www`,
    value: { user: "system_u", role: "object_r", type: "httpd_sys_content_t", level: "s0" },
  },
  {
    fact: SEPorts,
    system: "Fedora 40, policycoreutils 3.6, documented",
    output:
      "http_port_t                    tcp      80, 443, 8008\nunreserved_port_t              tcp      61001-65535, 1024-32767",
    value: { tcp: { 80: "http_port_t", 443: "http_port_t", 8008: "http_port_t" } },
  },
  {
    fact: EFIBootMgr,
    system: "Debian 12, efibootmgr 17",
    output: "BootCurrent: 0001\nTimeout: 0 seconds\nBootOrder: 0001,0000\nMirroredPercentageAbove4G: 0.00\n" +
      "MirrorMemoryBelow4GB: false\nBoot0000  UiApp\tFvVol(7cb8bdc9-f8eb-4f34-aaea-3ee4af6516a1)\n" +
      "Boot0001* debian\tHD(15,GPT,5a-1,0x800,0x3e000)/File(\\EFI\\debian\\shimx64.efi)",
    value: {
      bootNext: undefined,
      bootCurrent: 1,
      timeout: 0,
      bootOrder: [1, 0],
      entries: {
        0: { active: false, name: "UiApp", path: "FvVol(7cb8bdc9-f8eb-4f34-aaea-3ee4af6516a1)" },
        1: { active: true, name: "debian", path: "HD(15,GPT,5a-1,0x800,0x3e000)/File(\\EFI\\debian\\shimx64.efi)" },
      },
    },
  },
];
