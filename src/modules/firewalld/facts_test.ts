import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { FirewalldState, FirewalldZone, FirewalldZones } from "./mod.ts";

/** firewalld 2.0 of Fedora 40. */
const PUBLIC = `public (default, active)
  target: default
  ingress-priority: 0
  icmp-block-inversion: no
  interfaces: eth0 wlan0
  sources: 
  services: cockpit ssh
  ports: 8080/tcp 9000-9010/udp
  protocols: 
  forward: yes
  masquerade: yes
  forward-ports: 
	port=80:proto=tcp:toport=8080:toaddr=
  source-ports: 
  icmp-blocks: 
  rich rules: 
	rule family="ipv4" source address="10.0.0.0/8" accept
	rule service name="http" log prefix="a: b" accept`;

/** firewalld 0.3 of CentOS 7. */
const DMZ = `dmz
  target: %%REJECT%%
  icmp-block-inversion: no
  interfaces: 
  services: ssh
  forward-ports: port=22:proto=tcp:toport=2222:toaddr=
  rich rules: `;

Deno.test("zones have what stands behind their fields and beneath them", () => {
  const { public: open, dmz } = processFact(FirewalldZones, `${PUBLIC}\n\n${DMZ}\n`);
  deepStrictEqual(open, {
    isActive: true,
    target: "default",
    interfaces: ["eth0", "wlan0"],
    sources: [],
    services: ["cockpit", "ssh"],
    ports: ["8080/tcp", "9000-9010/udp"],
    protocols: [],
    sourcePorts: [],
    forwardPorts: ["port=80:proto=tcp:toport=8080:toaddr="],
    icmpBlocks: [],
    isIcmpBlockInverted: false,
    isForwarding: true,
    isMasquerading: true,
    richRules: [
      'rule family="ipv4" source address="10.0.0.0/8" accept',
      'rule service name="http" log prefix="a: b" accept',
    ],
  });
  deepStrictEqual([dmz?.isActive, dmz?.target, dmz?.forwardPorts, dmz?.isForwarding], [
    false,
    "%%REJECT%%",
    ["port=22:proto=tcp:toport=2222:toaddr="],
    false,
  ]);
});

Deno.test("a zone that is not there is null; the state is one of three", () => {
  strictEqual(processFact(FirewalldZone, "", { zone: "none" }), null);
  deepStrictEqual(processFact(FirewalldZone, DMZ, { zone: "dmz" })?.services, ["ssh"]);
  strictEqual(processFact(FirewalldState, "not running"), "not running");
  strictEqual(processFact(FirewalldState, "running"), "running");
});

Deno.test("a zone's name is one word, and nothing takes it for an option", () => {
  const text = FirewalldZone.command(FirewalldZone.check({ zone: "a b;--x", permanent: true })).text;
  strictEqual(text.split("\n").at(-1), `firewall-cmd --permanent '--zone=a b;--x' --list-all || test "$?" -eq 112`);
});
