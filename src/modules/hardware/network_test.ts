import { deepStrictEqual, throws } from "node:assert/strict";
import { parseNetworkDevices } from "./network.ts";

Deno.test("reads ip with a peer, a parent device and no broadcast", () => {
  deepStrictEqual(
    parseNetworkDevices([
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000",
      "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
      "    inet 127.0.0.1/8 scope host lo",
      "5: eth0.10@eth0: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN",
      "    link/ether 02:00:00:00:00:0A brd ff:ff:ff:ff:ff:ff",
      "6: ppp0: <POINTOPOINT,UP> mtu 1492 qdisc fq state UNKNOWN",
      "    link/ppp",
      "    inet 192.0.2.1 peer 192.0.2.9/32 scope global ppp0",
    ]),
    {
      lo: { mtu: 65536, state: "UNKNOWN", ipv4: { address: "127.0.0.1", maskBits: 8, netmask: "255.0.0.0" } },
      "eth0.10": { ether: "02:00:00:00:00:0a", mtu: 1500, state: "DOWN" },
      ppp0: { mtu: 1492, state: "UNKNOWN", ipv4: { address: "192.0.2.1", maskBits: 32, netmask: "255.255.255.255" } },
    },
  );
});

Deno.test("reads ifconfig of busybox", () => {
  deepStrictEqual(
    parseNetworkDevices([
      "eth0      Link encap:Ethernet  HWaddr 02:FC:00:00:00:01  ",
      "          inet addr:192.0.2.2  Bcast:192.0.2.127  Mask:255.255.255.128",
      "          inet6 addr: fe80::fc:ff:fe00:1/64 Scope:Link",
      "          UP BROADCAST RUNNING MULTICAST  MTU:1400  Metric:1",
      "",
      "sit0      Link encap:IPv6-in-IPv4  ",
      "          NOARP  MTU:1480  Metric:1",
    ]),
    {
      eth0: {
        ether: "02:fc:00:00:00:01",
        mtu: 1400,
        state: "UP",
        ipv4: { address: "192.0.2.2", maskBits: 25, netmask: "255.255.255.128", broadcast: "192.0.2.127" },
        ipv6: { address: "fe80::fc:ff:fe00:1", maskBits: 64 },
      },
      sit0: { mtu: 1480, state: "DOWN" },
    },
  );
});

Deno.test("reads ifconfig of BSD and macOS", () => {
  deepStrictEqual(
    parseNetworkDevices([
      "em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500",
      "\tether 08:00:27:0f:02:bb",
      "\tinet6 fe80::a00:27ff%em0 prefixlen 64 scopeid 0x1",
      "\tinet 192.0.2.3 netmask 0xfffffc00 broadcast 192.0.3.255",
      "lo0: flags=8008<LOOPBACK,MULTICAST> metric 0 mtu 16384",
    ]),
    {
      em0: {
        ether: "08:00:27:0f:02:bb",
        mtu: 1500,
        state: "UP",
        ipv4: { address: "192.0.2.3", maskBits: 22, netmask: "255.255.252.0", broadcast: "192.0.3.255" },
        ipv6: { address: "fe80::a00:27ff", maskBits: 64 },
      },
      lo0: { mtu: 16384, state: "DOWN" },
    },
  );
});

Deno.test("refuses what is no list of devices", () => {
  throws(() => parseNetworkDevices(["ifconfig: not found"]), /expected a network device, found "ifconfig: not found"/);
});
