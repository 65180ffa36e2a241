import { BlockDevices } from "../../../src/modules/hardware/mod.ts";
import { LvmLogicalVolumes, LvmPhysicalVolumes, LvmVolumeGroups } from "../../../src/modules/lvm/mod.ts";
import { Mounts } from "../../../src/modules/server/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Mounts, file systems, and LVM. */
export const DISKS: readonly Recorded[] = [
  {
    fact: Mounts,
    system: "Debian 12, /proc/self/mounts and /run/mount/utab of util-linux 2.38",
    output: `sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
/dev/vda1 / ext4 rw,relatime,errors=remount-ro 0 0
nas:/srv/my\\040files /mnt/a\\040b nfs4 rw,vers=4.2,addr=192.0.2.1 0 0
SRC=nas:/srv/my\\040files TARGET=/mnt/a\\040b ROOT=/ OPTS=_netdev`,
    value: {
      "/sys": { device: "sysfs", type: "sysfs", options: ["rw", "nosuid", "nodev", "noexec", "relatime"] },
      "/": { device: "/dev/vda1", type: "ext4", options: ["rw", "relatime", "errors=remount-ro"] },
      "/mnt/a b": {
        device: "nas:/srv/my files",
        type: "nfs4",
        options: ["rw", "vers=4.2", "addr=192.0.2.1", "_netdev"],
      },
    },
  },
  {
    fact: Mounts,
    system: "Fedora 40, documented, with a utab of util-linux 2.41, and a mount of nothing",
    output: `/dev/vda3 / btrfs rw,seclabel,relatime,compress=zstd:1,space_cache=v2,subvolid=257,subvol=/root 0 0
 /empty tmpfs rw 0 0
/dev/vda3 /home btrfs rw,seclabel,relatime,subvol=/home 0 0
ID=41 UNIQID=2147483777 SRC=/dev/vda3 TARGET=/home ROOT=/home OPTS=x-systemd.growfs`,
    value: {
      "/": {
        device: "/dev/vda3",
        type: "btrfs",
        options: [
          "rw",
          "seclabel",
          "relatime",
          "compress=zstd:1",
          "space_cache=v2",
          "subvolid=257",
          "subvol=/root",
        ],
      },
      "/empty": { device: "", type: "tmpfs", options: ["rw"] },
      "/home": {
        device: "/dev/vda3",
        type: "btrfs",
        options: ["rw", "seclabel", "relatime", "subvol=/home", "x-systemd.growfs"],
      },
    },
  },
  {
    fact: Mounts,
    system: "Alpine 3.19, busybox mount, documented",
    output: `/dev/sda3 on / type ext4 (rw,relatime)
proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)`,
    value: {
      "/": { device: "/dev/sda3", type: "ext4", options: ["rw", "relatime"] },
      "/proc": { device: "proc", type: "proc", options: ["rw", "nosuid", "nodev", "noexec", "relatime"] },
    },
  },
  {
    fact: Mounts,
    system: "FreeBSD 14, documented",
    output: `zroot/ROOT/default on / (zfs, local, noatime, nfsv4acls)
devfs on /dev (devfs)
zroot/home on /home (zfs, local, noatime, nosuid, nfsv4acls)`,
    value: {
      "/": { device: "zroot/ROOT/default", type: "zfs", options: ["local", "noatime", "nfsv4acls"] },
      "/dev": { device: "devfs", type: "devfs", options: [] },
      "/home": { device: "zroot/home", type: "zfs", options: ["local", "noatime", "nosuid", "nfsv4acls"] },
    },
  },
  {
    fact: Mounts,
    system: "macOS 14, documented",
    output: `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
/dev/disk5s1 on /Volumes/My Disk (msdos, local, nodev, nosuid, noowners, mounted by ann)`,
    value: {
      "/": { device: "/dev/disk3s1s1", type: "apfs", options: ["sealed", "local", "read-only", "journaled"] },
      "/System/Volumes/Data/home": { device: "map auto_home", type: "autofs", options: ["automounted", "nobrowse"] },
      "/Volumes/My Disk": {
        device: "/dev/disk5s1",
        type: "msdos",
        options: ["local", "nodev", "nosuid", "noowners", "mounted by ann"],
      },
    },
  },
  {
    fact: Mounts,
    system: "OpenBSD 7.5, documented",
    output: "/dev/sd0a on / type ffs (local)\n/dev/sd0k on /home type ffs (local, nodev, nosuid)",
    value: {
      "/": { device: "/dev/sd0a", type: "ffs", options: ["local"] },
      "/home": { device: "/dev/sd0k", type: "ffs", options: ["local", "nodev", "nosuid"] },
    },
  },
  {
    fact: BlockDevices,
    system: "Debian 12, coreutils 9.1, with a file system whose size is not known",
    output: `Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/vda1        264119584 24653828  81266288      24% /
fuse.portal              -        -         -        - /run/user/1000/doc`,
    value: {
      "/dev/vda1": { blocks: "264119584", used: "24653828", available: "81266288", usedPercent: "24", mount: "/" },
    },
  },
  {
    fact: BlockDevices,
    system: "busybox 1.35 as in Alpine",
    output: `Filesystem           1024-blocks    Used Available Capacity Mounted on
/dev/vda1            264119584  24653828  81266288  23% /mnt/a b`,
    value: {
      "/dev/vda1": {
        blocks: "264119584",
        used: "24653828",
        available: "81266288",
        usedPercent: "23",
        mount: "/mnt/a b",
      },
    },
  },
  {
    fact: BlockDevices,
    system: "macOS 14, documented",
    output: `Filesystem     1024-blocks      Used Available Capacity  Mounted on
/dev/disk3s1s1   482797652   9985348 271413248     4%    /
map auto_home            0         0         0   100%    /System/Volumes/Data/home`,
    value: {
      "/dev/disk3s1s1": { blocks: "482797652", used: "9985348", available: "271413248", usedPercent: "4", mount: "/" },
      "map auto_home": {
        blocks: "0",
        used: "0",
        available: "0",
        usedPercent: "100",
        mount: "/System/Volumes/Data/home",
      },
    },
  },
  {
    fact: LvmPhysicalVolumes,
    system: "Debian 12, LVM 2.03.16",
    output: `  {
      "report": [
          {
              "pv": [
                  {"pv_name":"/dev/loop0", "vg_name":"data", "pv_size":"37748736", "pv_free":"37748736", "pv_uuid":"W0XFFm-1Bfv-e4aG-tROj-uy3u-Btwf-yfwdqa", "pv_attr":"a--", "pv_tags":""},
                  {"pv_name":"/dev/loop1", "vg_name":"", "pv_size":"41943040", "pv_free":"41943040", "pv_uuid":"sfzntj-1wgz-2PtH-XRLH-JM3Q-5rw7-J1sdt2", "pv_attr":"---", "pv_tags":""}
              ]
          }
      ]
  }`,
    value: {
      "/dev/loop0": {
        volumeGroup: "data",
        size: 37748736,
        free: 37748736,
        uuid: "W0XFFm-1Bfv-e4aG-tROj-uy3u-Btwf-yfwdqa",
        attributes: "a--",
        tags: [],
      },
      "/dev/loop1": {
        volumeGroup: null,
        size: 41943040,
        free: 41943040,
        uuid: "sfzntj-1wgz-2PtH-XRLH-JM3Q-5rw7-J1sdt2",
        attributes: "---",
        tags: [],
      },
    },
  },
  {
    fact: LvmVolumeGroups,
    system: "Debian 12, LVM 2.03.16",
    output: `  {
      "report": [
          {
              "vg": [
                  {"vg_name":"data", "vg_size":"37748736", "vg_free":"37748736", "vg_extent_size":"4194304", "pv_count":"1", "lv_count":"0", "vg_uuid":"NJK5jl-r7v9-Luqk-T0ed-V4wm-GMKf-3a4HYB", "vg_attr":"wz--n-", "vg_tags":"web"}
              ]
          }
      ]
  }`,
    value: {
      data: {
        size: 37748736,
        free: 37748736,
        extentSize: 4194304,
        physicalVolumes: 1,
        logicalVolumes: 0,
        uuid: "NJK5jl-r7v9-Luqk-T0ed-V4wm-GMKf-3a4HYB",
        attributes: "wz--n-",
        tags: ["web"],
      },
    },
  },
  {
    fact: LvmLogicalVolumes,
    system: "CentOS 7, LVM 2.02.187, documented",
    output: `  {
      "report": [
          {
              "lv": [
                  {"vg_name":"centos", "lv_name":"root", "lv_path":"/dev/centos/root", "lv_size":"18249416704", "pool_lv":"", "origin":"", "data_percent":"", "lv_uuid":"a", "lv_attr":"-wi-ao----", "lv_tags":""},
                  {"vg_name":"centos", "lv_name":"snap", "lv_path":"/dev/centos/snap", "lv_size":"1073741824", "pool_lv":"", "origin":"root", "data_percent":"0.01", "lv_uuid":"b", "lv_attr":"swi-a-s---", "lv_tags":""}
              ]
          }
      ]
  }`,
    value: {
      "centos/root": {
        volumeGroup: "centos",
        name: "root",
        path: "/dev/centos/root",
        size: 18249416704,
        pool: null,
        origin: null,
        dataPercent: null,
        isActive: true,
        uuid: "a",
        attributes: "-wi-ao----",
        tags: [],
      },
      "centos/snap": {
        volumeGroup: "centos",
        name: "snap",
        path: "/dev/centos/snap",
        size: 1073741824,
        pool: null,
        origin: "root",
        dataPercent: 0.01,
        isActive: true,
        uuid: "b",
        attributes: "swi-a-s---",
        tags: [],
      },
    },
  },
  {
    fact: LvmVolumeGroups,
    system: "Fedora 40, LVM 2.03.23 with log/report_command_log as lvmreport(7) has it, documented",
    output: `  {
      "report": [
          {
              "vg": [
                  {"vg_name":"fedora", "vg_size":"20396900352", "vg_free":"4194304", "vg_extent_size":"4194304", "pv_count":"2", "lv_count":"3", "vg_uuid":"u", "vg_attr":"wz--n-", "vg_tags":"a,b"}
              ]
          }
      ]
      ,
      "log": [
          {"log_seq_num":"1", "log_type":"status", "log_context":"processing", "log_object_type":"vg", "log_object_name":"fedora", "log_object_id":"u", "log_object_group":"", "log_object_group_id":"", "log_message":"success", "log_errno":"0", "log_ret_code":"1"}
      ]
  }`,
    value: {
      fedora: {
        size: 20396900352,
        free: 4194304,
        extentSize: 4194304,
        physicalVolumes: 2,
        logicalVolumes: 3,
        uuid: "u",
        attributes: "wz--n-",
        tags: ["a", "b"],
      },
    },
  },
];
