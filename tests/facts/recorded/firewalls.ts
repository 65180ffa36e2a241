import { FirewalldZones } from "../../../src/modules/firewalld/mod.ts";
import { IptablesChains, IptablesRules } from "../../../src/modules/iptables/mod.ts";
import { UfwRules, UfwStatus } from "../../../src/modules/ufw/mod.ts";
import type { Recorded } from "./recorded.ts";

const anywhere = { direction: "in", from: "Anywhere", isV6: false } as const;
const zone = {
  isActive: false,
  target: "default",
  interfaces: [],
  sources: [],
  services: [],
  ports: [],
  protocols: [],
  sourcePorts: [],
  forwardPorts: [],
  icmpBlocks: [],
  isIcmpBlockInverted: false,
  isForwarding: false,
  isMasquerading: false,
  richRules: [],
};

/** Firewalls but nftables. */
export const FIREWALLS: readonly Recorded[] = [
  {
    fact: UfwStatus,
    system: "Debian 12, ufw 0.36.2",
    output: `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), deny (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
22/tcp                     ALLOW IN    Anywhere                   # it is # ssh
22/tcp (v6)                ALLOW IN    Anywhere (v6)              # it is # ssh
`,
    value: {
      status: "active",
      logging: "on (low)",
      incoming: "deny",
      outgoing: "allow",
      routed: "deny",
      newProfiles: "skip",
    },
  },
  {
    fact: UfwStatus,
    system: "Ubuntu 16.04, ufw 0.35, documented",
    output: "Status: active\nLogging: off\nDefault: reject (incoming), allow (outgoing)\nNew profiles: skip",
    value: {
      status: "active",
      logging: "off",
      incoming: "reject",
      outgoing: "allow",
      routed: undefined,
      newProfiles: "skip",
    },
  },
  {
    fact: UfwStatus,
    system: "Arch Linux, ufw 0.36.2 that is off, documented",
    output: "Status: inactive",
    value: {
      status: "inactive",
      logging: undefined,
      incoming: undefined,
      outgoing: undefined,
      routed: undefined,
      newProfiles: undefined,
    },
  },
  {
    fact: UfwRules,
    system: "Debian 12, ufw 0.36.2",
    output: `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     ALLOW IN    Anywhere                   # it is # ssh
[ 2] 8000:8010/tcp on lo        ALLOW IN    10.0.0.0/8                
[ 3] Anywhere on eth0           REJECT FWD  Anywhere on lo            
[ 4] 192.0.2.1 53/udp           LIMIT IN    Anywhere                  
[ 5] 22/tcp (v6)                ALLOW IN    Anywhere (v6)              # it is # ssh
[ 6] 2001:db8::/32              DENY OUT    Anywhere (v6)              (log-all, out)
[ 7] Anywhere (v6) on eth0      REJECT FWD  Anywhere (v6) on lo       
`,
    value: [
      { ...anywhere, number: 1, action: "allow", to: "22/tcp", comment: "it is # ssh" },
      { ...anywhere, number: 2, action: "allow", to: "8000:8010/tcp on lo", from: "10.0.0.0/8" },
      {
        ...anywhere,
        number: 3,
        action: "reject",
        direction: "forward",
        to: "Anywhere on eth0",
        from: "Anywhere on lo",
      },
      { ...anywhere, number: 4, action: "limit", to: "192.0.2.1 53/udp" },
      {
        ...anywhere,
        number: 5,
        action: "allow",
        to: "22/tcp (v6)",
        from: "Anywhere (v6)",
        isV6: true,
        comment: "it is # ssh",
      },
      {
        number: 6,
        action: "deny",
        direction: "out",
        to: "2001:db8::/32",
        from: "Anywhere (v6)",
        isV6: true,
        log: "log-all",
      },
      {
        number: 7,
        action: "reject",
        direction: "forward",
        to: "Anywhere (v6) on eth0",
        from: "Anywhere (v6) on lo",
        isV6: true,
      },
    ],
  },
  {
    fact: UfwRules,
    system: "Ubuntu 16.04, ufw 0.35 with an application profile, documented",
    output: `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] Nginx Full                 ALLOW IN    Anywhere                  
[10] Nginx Full (v6)            ALLOW IN    Anywhere (v6)             
`,
    value: [
      { ...anywhere, number: 1, action: "allow", to: "Nginx Full" },
      { ...anywhere, number: 10, action: "allow", to: "Nginx Full (v6)", from: "Anywhere (v6)", isV6: true },
    ],
  },
  {
    fact: UfwRules,
    system: "Arch Linux, ufw 0.36.2 that is off, documented",
    output: "Status: inactive",
    value: [],
  },
  {
    fact: FirewalldZones,
    system: "Debian 12, firewalld 1.3.3",
    output: `public
  target: default
  icmp-block-inversion: no
  interfaces: 
  sources: 
  services: dhcpv6-client ssh
  ports: 
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
`,
    value: { public: { ...zone, services: ["dhcpv6-client", "ssh"], isForwarding: true } },
  },
  {
    fact: FirewalldZones,
    system: "Fedora 40, firewalld 2.1, documented",
    output: `FedoraServer (default, active)
  target: default
  ingress-priority: 0
  egress-priority: 0
  icmp-block-inversion: no
  interfaces: enp1s0
  sources: 10.0.0.0/8 ipset:trusted
  services: cockpit ssh
  ports: 1025-65535/udp
  protocols: gre
  forward: yes
  masquerade: yes
  forward-ports: 
	port=80:proto=tcp:toport=8080:toaddr=
  source-ports: 53/udp
  icmp-blocks: echo-request
  rich rules: 
	rule family="ipv4" source address="192.0.2.0/24" service name="http" log prefix="web: " accept

drop
  target: DROP
  ingress-priority: 0
  egress-priority: 0
  icmp-block-inversion: no
  interfaces: 
  sources: 
  services: 
  ports: 
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: `,
    value: {
      FedoraServer: {
        ...zone,
        isActive: true,
        interfaces: ["enp1s0"],
        sources: ["10.0.0.0/8", "ipset:trusted"],
        services: ["cockpit", "ssh"],
        ports: ["1025-65535/udp"],
        protocols: ["gre"],
        sourcePorts: ["53/udp"],
        forwardPorts: ["port=80:proto=tcp:toport=8080:toaddr="],
        icmpBlocks: ["echo-request"],
        isForwarding: true,
        isMasquerading: true,
        richRules: ['rule family="ipv4" source address="192.0.2.0/24" service name="http" log prefix="web: " accept'],
      },
      drop: { ...zone, target: "DROP", isForwarding: true },
    },
  },
  {
    fact: FirewalldZones,
    system: "CentOS 7, firewalld 0.6.3, documented",
    output: `block
  target: %%REJECT%%
  icmp-block-inversion: no
  interfaces: 
  sources: 
  services: 
  ports: 
  protocols: 
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
	

public (active)
  target: default
  icmp-block-inversion: no
  interfaces: eth0
  sources: 
  services: ssh dhcpv6-client
  ports: 
  protocols: 
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 
	`,
    value: {
      block: { ...zone, target: "%%REJECT%%" },
      public: { ...zone, isActive: true, interfaces: ["eth0"], services: ["ssh", "dhcpv6-client"] },
    },
  },
  {
    fact: IptablesChains,
    system: "Debian 12, iptables 1.8.9 over nftables",
    output: `# Generated by iptables-save v1.8.9 (nf_tables) on Mon Nov 23 09:10:40 2026
*filter
:INPUT ACCEPT [0:0]
:DOCKER - [0:0]
-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "a b" -j ACCEPT
COMMIT
# Completed on Mon Nov 23 09:10:40 2026`,
    value: { INPUT: "ACCEPT", DOCKER: "-" },
  },
  {
    fact: IptablesRules,
    system: "Debian 12, iptables 1.8.9 over nftables",
    output: `# Generated by iptables-save v1.8.9 (nf_tables) on Mon Nov 23 09:10:40 2026
*filter
:INPUT ACCEPT [0:0]
-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "a b" -j ACCEPT
COMMIT
# Completed on Mon Nov 23 09:10:40 2026`,
    value: [{
      chain: "INPUT",
      protocol: "tcp",
      jump: "ACCEPT",
      extras: ["-m", "tcp", "--dport", "22", "-m", "comment", "--comment", "a b"],
    }],
  },
];
