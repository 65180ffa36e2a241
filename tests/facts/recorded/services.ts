import { RcdStatus } from "../../../src/modules/bsdinit/mod.ts";
import { LaunchdStatus } from "../../../src/modules/launchd/mod.ts";
import { OpenrcEnabled, OpenrcStatus } from "../../../src/modules/openrc/mod.ts";
import { RunitStatus } from "../../../src/modules/runit/mod.ts";
import { SystemdEnabled, SystemdStatus } from "../../../src/modules/systemd/mod.ts";
import { InitdStatus } from "../../../src/modules/sysvinit/mod.ts";
import { UpstartStatus } from "../../../src/modules/upstart/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Services, by every init system. */
export const SERVICES: readonly Recorded[] = [
  {
    fact: SystemdStatus,
    system: "Debian 12, systemd 252",
    output: `Id=ssh.service
Names=sshd.service ssh.service
SubState=running

Id=apt-daily.timer
Names=apt-daily.timer
SubState=waiting

Id=rescue.service
Names=rescue.service
SubState=dead`,
    value: { "ssh.service": true, "sshd.service": true, "apt-daily.timer": true, "rescue.service": false },
  },
  {
    fact: SystemdEnabled,
    system: "Fedora 40, systemd 255, documented",
    output: `Id=sshd.service
Names=sshd.service
UnitFileState=enabled

Id=getty@tty1.service
Names=getty@tty1.service autovt@tty1.service
UnitFileState=enabled-runtime

Id=nfs-server.service
Names=nfs-server.service nfs.service
UnitFileState=disabled

Id=dev-vda.device
Names=dev-vda.device
UnitFileState=`,
    value: {
      "sshd.service": true,
      "getty@tty1.service": true,
      "autovt@tty1.service": true,
      "nfs-server.service": false,
      "nfs.service": false,
      "dev-vda.device": false,
    },
  },
  {
    fact: SystemdStatus,
    system: "CentOS 7, systemd 219, documented",
    output: "Id=crond.service\nNames=crond.service\nSubState=running\n",
    value: { "crond.service": true },
  },
  {
    fact: OpenrcStatus,
    system: "Debian 12, OpenRC 0.45.2",
    output: ` * Caching service dependencies ... [ ok ]
Runlevel: default
 sleeper                                                           [  started  ]
 sleeper                                                           [  started  ]
 savecache                                                         [  stopped  ]
 agetty                                                            [  stopped  ]`,
    value: { sleeper: true, savecache: false, agetty: false },
  },
  {
    fact: OpenrcStatus,
    system: "Alpine 3.19, OpenRC 0.52, documented",
    output: `Runlevel: default
 crond                                                             [  started  ]
 acpid                                                             [  crashed  ]
 sshd                                           [  started 3 day(s) 04:05:06 (0) ]
Dynamic Runlevel: hotplugged
Dynamic Runlevel: needed/wanted
 localmount                                                        [  started  ]
Dynamic Runlevel: manual`,
    value: { crond: true, acpid: false, sshd: true, localmount: true },
  },
  {
    fact: OpenrcStatus,
    system: "Gentoo, OpenRC 0.54 with what may be wrong with a service, documented",
    output: `Runlevel: default
 netmount                                                          [ inactive  ]
 iwd                                                               [unsupervised ]
 ntpd                                                              [ stopping  ]`,
    value: { netmount: false, iwd: false, ntpd: false },
  },
  {
    fact: OpenrcEnabled,
    system: "Debian 12, OpenRC 0.45.2",
    output: `               agetty |                                                     
              cgroups |                                              sysinit
                 dbus |      default                                        
            savecache |                        off                          `,
    value: { agetty: false, cgroups: false, dbus: true, savecache: false },
  },
  {
    fact: OpenrcEnabled,
    system: "Alpine 3.19, OpenRC 0.52, documented",
    output: `             bootmisc | boot                           
                crond |      default                   
 virtualbox-guest-additions | boot default nonetwork                    `,
    value: { bootmisc: false, crond: true, "virtualbox-guest-additions": true },
  },
  {
    fact: RunitStatus,
    system: "Debian 12, runit 2.1.2",
    output: "run: ssh: (pid 812) 5s; run: log: (pid 811) 5s\ndown: cron: 1s, normally up",
    value: { ssh: true, cron: false },
  },
  {
    fact: RunitStatus,
    system: "Void Linux, runit 2.1.2, documented",
    output: "run: agetty-tty1: (pid 903) 80s\nrun: dbus: (pid 905) 80s\n" +
      "warning: nanoklogd: unable to open supervise/ok: file does not exist",
    value: { "agetty-tty1": true, dbus: true, nanoklogd: null },
  },
  {
    fact: RunitStatus,
    system: "Artix Linux, runit 2.1.2, documented",
    output:
      "run: sshd: (pid 500) 7200s, want down, got TERM\nfail: lost: unable to change to service directory: file " +
      "does not exist\ntimeout: slow: (pid 7) 9s, want down, got TERM",
    value: { sshd: true, lost: null, slow: null },
  },
  {
    fact: LaunchdStatus,
    system: "macOS 14, documented",
    output: "PID\tStatus\tLabel\n-\t0\tcom.apple.SafariHistoryServiceAgent\n-\t-9\tcom.apple.progressd\n" +
      "512\t0\tapplication.com.apple.Terminal.1152921500311879693.1152921500311879698",
    value: {
      "com.apple.SafariHistoryServiceAgent": false,
      "com.apple.progressd": false,
      "application.com.apple.Terminal.1152921500311879693.1152921500311879698": true,
    },
  },
  {
    fact: RcdStatus,
    system: "FreeBSD 14, by the exit codes of rc.subr(8)",
    output: "cron=0\nntpd=1\nDAEMON=0",
    value: { cron: true, ntpd: false, DAEMON: true },
  },
  {
    fact: RcdStatus,
    system: "OpenBSD 7.5, by the exit codes of rc.subr(8)",
    output: "sshd=0\nsmtpd=1",
    value: { sshd: true, smtpd: false },
  },
  {
    fact: RcdStatus,
    system: "NetBSD 10, by the exit codes of rc.subr(8)",
    output: "postfix=1\nsyslogd=0",
    value: { postfix: false, syslogd: true },
  },
  {
    fact: InitdStatus,
    system: "Debian 12 and Devuan, by the exit codes of the LSB",
    output: "cron=0\nssh=3\nhwclock.sh=4\nx11-common=2",
    value: { cron: true, ssh: false, "hwclock.sh": null, "x11-common": false },
  },
  {
    fact: UpstartStatus,
    system: "Ubuntu 14.04, upstart 1.12, documented",
    output: `mountall-net stop/waiting
tty1 start/running, process 1493
network-interface (lo) start/running
network-interface-security (network-interface/eth0) start/running
mysql start/post-start, process 1640
	post-start process 1641
rc stop/waiting`,
    value: {
      "mountall-net": false,
      tty1: true,
      "network-interface": true,
      "network-interface-security": true,
      mysql: true,
      rc: false,
    },
  },
  {
    fact: UpstartStatus,
    system: "CentOS 6, upstart 0.6.5, documented",
    output: "rc stop/waiting\ntty (/dev/tty3) start/running, process 1374\nplymouth-shutdown stop/waiting",
    value: { rc: false, tty: true, "plymouth-shutdown": false },
  },
];
