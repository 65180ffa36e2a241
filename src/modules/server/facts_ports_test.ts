import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { Port, Ports } from "./facts.ts";

const SS = [
  "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess",
  'udp   UNCONN 0      0      127.0.0.53%lo:53       0.0.0.0:*    users:(("systemd-resolve",pid=3,fd=13))',
  'tcp   LISTEN 0      511    *:80    *:*    users:(("nginx: m",pid=12,fd=6),("nginx",pid=11,fd=6))',
  "tcp   LISTEN 0      128    [::1]:22    [::]:*",
];

Deno.test("Ports reads ss, with the first process of a socket", () => {
  deepStrictEqual(processFact(Ports, SS), [
    { protocol: "udp", address: "127.0.0.53%lo", port: 53, process: "systemd-resolve", pid: 3 },
    { protocol: "tcp", address: "*", port: 80, process: "nginx: m", pid: 12 },
    { protocol: "tcp", address: "::1", port: 22, process: null, pid: null },
  ]);
});

Deno.test("Ports reads netstat of Linux and sockstat of FreeBSD", () => {
  deepStrictEqual(
    processFact(Ports, [
      "Active Internet connections (only servers)",
      "Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name",
      "tcp6       0      0 :::22                   :::*                    LISTEN      812/sshd: /usr/sbin",
      "udp        0      0 0.0.0.0:68              0.0.0.0:*                           -",
    ]),
    [
      { protocol: "tcp", address: "::", port: 22, process: "sshd: /usr/sbin", pid: 812 },
      { protocol: "udp", address: "0.0.0.0", port: 68, process: null, pid: null },
    ],
  );
  deepStrictEqual(
    processFact(Ports, [
      "USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS",
      "root     sshd       921   4  tcp4   *:22                  *:*",
      "root     syslogd    700   5  udp6   *:*                   *:*",
    ]),
    [{ protocol: "tcp", address: "*", port: 22, process: "sshd", pid: 921 }],
  );
});

Deno.test("Port gives the owner of one port, or nobody", () => {
  deepStrictEqual(processFact(Port, SS, { port: 80 }), ["nginx: m", 12]);
  deepStrictEqual(processFact(Port, SS, { port: 53, protocol: "udp" }), ["systemd-resolve", 3]);
  deepStrictEqual(processFact(Port, SS, { port: 53 }), [null, null]);
});

Deno.test("Ports refuses a line that it does not know", () => {
  throws(() => processFact(Ports, "netstat: bad option"), /expected a listening socket, found "netstat: bad option"/);
});
