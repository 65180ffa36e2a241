import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { KernelModules, Sysctl } from "./facts.ts";

Deno.test("Sysctl reads numbers, lists and text of Linux, BSD and macOS", () => {
  deepStrictEqual(
    processFact(Sysctl, [
      "net.ipv4.ip_local_port_range = 32768\t60999",
      "kernel.sched_rt_runtime_us = -1",
      "kernel.core_pattern = |/usr/lib/core %p = %s",
      "kernel.domainname = (none)",
      "kernel.shmall = 18446744073692774399",
      "net.core.flow_limit_cpu_bitmap = 00",
      "kernel.empty = ",
      "net.ipv4.conf.eth0:1.mtu = 1",
      "kern.boottime: { sec = 1700000000, usec = 0 }",
      "kern.ostype=OpenBSD",
    ]),
    {
      "net.ipv4.ip_local_port_range": [32768, 60999],
      "kernel.sched_rt_runtime_us": -1,
      "kernel.core_pattern": "|/usr/lib/core %p = %s",
      "kernel.domainname": "(none)",
      "kernel.shmall": "18446744073692774399",
      "net.core.flow_limit_cpu_bitmap": "00",
      "kernel.empty": "",
      "net.ipv4.conf.eth0:1.mtu": 1,
      "kern.boottime": "{ sec = 1700000000, usec = 0 }",
      "kern.ostype": "OpenBSD",
    },
  );
});

Deno.test("Sysctl takes no key with a value, which would set it", () => {
  throws(() => Sysctl.check({ keys: ["kernel.domainname=x"] }), /a key without "="/);
});

Deno.test("KernelModules takes a module that cannot be unloaded for one that nothing uses", () => {
  deepStrictEqual(processFact(KernelModules, "nf_tables 100 1 [permanent], Live 0x0 (OE)\nkvm 9 - - Live 0x0\n"), {
    nf_tables: { size: "100", instances: 1, state: "Live" },
    kvm: { size: "9", instances: 0, state: "Live" },
  });
});

Deno.test("KernelModules refuses a line that is no module", () => {
  throws(() => processFact(KernelModules, "cat: permission denied"), /expected a line of \/proc\/modules, found "cat/);
});
