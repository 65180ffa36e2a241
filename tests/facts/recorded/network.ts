import { NetworkDevices } from "../../../src/modules/hardware/mod.ts";
import type { Recorded } from "./recorded.ts";

const fact = NetworkDevices;
const isOpen = "devices have lines of details that no two systems share, and some print them without indentation";
const loopback = { address: "127.0.0.1", maskBits: 8, netmask: "255.0.0.0" };

/** Network devices, by every `ip` and `ifconfig` that there is. */
export const NETWORK: readonly Recorded[] = [
  {
    fact,
    isOpen,
    system: "Debian 12 in a container, iproute2 6.1, with a tunnel as OpenVPN makes it",
    output: `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
2: tun0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UNKNOWN group default qlen 500
    link/none 
    inet 10.8.0.6 peer 10.8.0.5/32 scope global tun0
       valid_lft forever preferred_lft forever
7: eth0@if8: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default 
    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0
       valid_lft forever preferred_lft forever`,
    value: {
      lo: { mtu: 65536, state: "UNKNOWN", ipv4: loopback, ipv6: { address: "::1", maskBits: 128 } },
      tun0: {
        mtu: 1500,
        state: "UNKNOWN",
        ipv4: { address: "10.8.0.6", maskBits: 32, netmask: "255.255.255.255" },
      },
      eth0: {
        ether: "02:42:ac:11:00:02",
        mtu: 1500,
        state: "UP",
        ipv4: { address: "172.17.0.2", maskBits: 16, netmask: "255.255.0.0", broadcast: "172.17.255.255" },
      },
    },
  },
  {
    fact,
    isOpen,
    system: "Fedora 40, iproute2 6.7, documented",
    output: `2: enp1s0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000
    link/ether 52:54:00:ab:cd:ef brd ff:ff:ff:ff:ff:ff
    altname enx525400abcdef
    inet 192.168.122.10/24 brd 192.168.122.255 scope global dynamic noprefixroute enp1s0
       valid_lft 3061sec preferred_lft 3061sec
    inet6 fe80::5054:ff:feab:cdef/64 scope link noprefixroute proto kernel_ll 
       valid_lft forever preferred_lft forever
3: wlp2s0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN group default qlen 1000
    link/ether aa:bb:cc:00:11:22 brd ff:ff:ff:ff:ff:ff permaddr 10:20:30:40:50:60`,
    value: {
      enp1s0: {
        ether: "52:54:00:ab:cd:ef",
        mtu: 1500,
        state: "UP",
        ipv4: { address: "192.168.122.10", maskBits: 24, netmask: "255.255.255.0", broadcast: "192.168.122.255" },
        ipv6: { address: "fe80::5054:ff:feab:cdef", maskBits: 64 },
      },
      wlp2s0: { ether: "aa:bb:cc:00:11:22", mtu: 1500, state: "DOWN" },
    },
  },
  {
    fact,
    isOpen,
    system: "busybox 1.35 as in Alpine, ip",
    output: `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever`,
    value: { lo: { mtu: 65536, state: "UP", ipv4: loopback, ipv6: { address: "::1", maskBits: 128 } } },
  },
  {
    fact,
    isOpen,
    system: "busybox 1.35 as in Alpine, ifconfig",
    output: `lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          inet6 addr: ::1/128 Scope:Host
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
          RX packets:0 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000 
          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)
`,
    value: { lo: { mtu: 65536, state: "UP", ipv4: loopback, ipv6: { address: "::1", maskBits: 128 } } },
  },
  {
    fact,
    isOpen,
    system: "FreeBSD 14, documented",
    output: `vtnet0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500
	options=4c07bb<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,JUMBO_MTU,VLAN_HWCSUM,TSO4,TSO6,LRO,VLAN_HWTSO,LINKSTATE>
	ether 58:9c:fc:01:02:03
	inet 203.0.113.9 netmask 0xffffff00 broadcast 203.0.113.255
	inet 203.0.113.10 netmask 0xffffffff broadcast 203.0.113.10
	inet6 fe80::5a9c:fcff:fe01:203%vtnet0 prefixlen 64 scopeid 0x1
	media: Ethernet autoselect (10Gbase-T <full-duplex>)
	status: active
	nd6 options=21<PERFORMNUD,AUTO_LINKLOCAL>
lo0: flags=1008049<UP,LOOPBACK,RUNNING,MULTICAST,LOWER_UP> metric 0 mtu 16384
	options=680003<RXCSUM,TXCSUM,LINKSTATE,RXCSUM_IPV6,TXCSUM_IPV6>
	inet6 ::1 prefixlen 128
	inet 127.0.0.1 netmask 0xff000000
	groups: lo`,
    value: {
      vtnet0: {
        ether: "58:9c:fc:01:02:03",
        mtu: 1500,
        state: "UP",
        ipv4: {
          address: "203.0.113.9",
          maskBits: 24,
          netmask: "255.255.255.0",
          broadcast: "203.0.113.255",
          additionalIps: [{
            address: "203.0.113.10",
            maskBits: 32,
            netmask: "255.255.255.255",
            broadcast: "203.0.113.10",
          }],
        },
        ipv6: { address: "fe80::5a9c:fcff:fe01:203", maskBits: 64 },
      },
      lo0: { mtu: 16384, state: "UP", ipv4: loopback, ipv6: { address: "::1", maskBits: 128 } },
    },
  },
  {
    fact,
    isOpen,
    system: "macOS 14, documented",
    output: `lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
	options=1203<RXCSUM,TXCSUM,TXSTATUS,SW_TIMESTAMP>
	inet 127.0.0.1 netmask 0xff000000
	inet6 ::1 prefixlen 128 
	inet6 fe80::1%lo0 prefixlen 64 scopeid 0x1 
	nd6 options=201<PERFORMNUD,DAD>
gif0: flags=8010<POINTOPOINT,MULTICAST> mtu 1280
utun3: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380
	inet 100.64.0.1 --> 100.64.0.1 netmask 0xffffffff
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	options=6460<TSO4,TSO6,CHANNEL_IO,PARTIAL_CSUM,ZEROINVERT_CSUM>
	ether 3c:22:fb:aa:bb:cc
	inet6 fe80::10a1:b2c3:d4e5:f607%en0 prefixlen 64 secured scopeid 0xc 
	inet 192.168.1.20 netmask 0xffffff00 broadcast 192.168.1.255
	media: autoselect
	status: active`,
    value: {
      lo0: {
        mtu: 16384,
        state: "UP",
        ipv4: loopback,
        ipv6: { address: "::1", maskBits: 128, additionalIps: [{ address: "fe80::1", maskBits: 64 }] },
      },
      gif0: { mtu: 1280, state: "DOWN" },
      utun3: {
        mtu: 1380,
        state: "UP",
        ipv4: { address: "100.64.0.1", maskBits: 32, netmask: "255.255.255.255" },
      },
      en0: {
        ether: "3c:22:fb:aa:bb:cc",
        mtu: 1500,
        state: "UP",
        ipv4: { address: "192.168.1.20", maskBits: 24, netmask: "255.255.255.0", broadcast: "192.168.1.255" },
        ipv6: { address: "fe80::10a1:b2c3:d4e5:f607", maskBits: 64 },
      },
    },
  },
  {
    fact,
    isOpen,
    system: "OpenBSD 7.5, documented",
    output: `lo0: flags=2008049<LOOPBACK,UP,RUNNING,MULTICAST,LRO> mtu 32768
	index 3 priority 0 llprio 3
	groups: lo
	inet6 ::1 prefixlen 128
	inet 127.0.0.1 netmask 0xff000000
vio0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	lladdr 56:00:04:aa:bb:cc
	index 1 priority 0 llprio 3
	media: Ethernet autoselect
	status: active
	inet 192.0.2.20 netmask 0xfffffe00 broadcast 192.0.3.255`,
    value: {
      lo0: { mtu: 32768, state: "UP", ipv4: loopback, ipv6: { address: "::1", maskBits: 128 } },
      vio0: {
        ether: "56:00:04:aa:bb:cc",
        mtu: 1500,
        state: "UP",
        ipv4: { address: "192.0.2.20", maskBits: 23, netmask: "255.255.254.0", broadcast: "192.0.3.255" },
      },
    },
  },
];
