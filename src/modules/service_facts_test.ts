import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { type Fact, FactError } from "../api/mod.ts";
import { processFact } from "../testing/mod.ts";
import { CaddyModules } from "./caddy/mod.ts";
import { FirewalldZones } from "./firewalld/mod.ts";
import { IptablesChains, IptablesRules } from "./iptables/mod.ts";
import { LaunchdStatus } from "./launchd/mod.ts";
import { OpenrcEnabled, OpenrcStatus } from "./openrc/mod.ts";
import { RunitManaged, RunitStatus } from "./runit/mod.ts";
import { S6LiveStatus } from "./s6/mod.ts";
import { SEPorts } from "./selinux/mod.ts";
import { SupervisorctlPid, SupervisorctlPids, SupervisorctlStatus } from "./supervisorctl/mod.ts";
import { UfwRules } from "./ufw/mod.ts";
import { UpstartStatus } from "./upstart/mod.ts";
import { Pools } from "./zfs/mod.ts";

/** What the programs print by their documentation; of runit 2.1.2 and supervisor 4.2.5 as Debian 12's print it. */
// deno-lint-ignore no-explicit-any
const cases: readonly (readonly [Fact<any, any>, string, unknown])[] = [
  [
    LaunchdStatus,
    "PID\tStatus\tLabel\n-\t0\tcom.apple.SafariHistoryServiceAgent\n-\t-9\tcom.apple.progressd\n382\t0\tcom.example.it's ünï 1",
    { "com.apple.SafariHistoryServiceAgent": false, "com.apple.progressd": false, "com.example.it's ünï 1": true },
  ],
  [
    RunitStatus,
    "run: one: (pid 19013) 1s\ndown: two b: 1s, normally up\nwarning: three: unable to open supervise/ok: file does not exist\n" +
    "fail: four: unable to change to service directory: file does not exist\nfinish: five: (pid 7) 0s, want down\n" +
    "run: six: (pid 1) 5s; run: log: (pid 2) 5s",
    { one: true, "two b": false, three: null, four: null, five: null, six: true },
  ],
  [RunitManaged, "sshd\nagetty-tty1\ntwo b", ["agetty-tty1", "sshd", "two b"]],
  [S6LiveStatus, "sshd/up\nwpa_supplicant/down\ngetty@tty1/up", {
    sshd: true,
    wpa_supplicant: false,
    "getty@tty1": true,
  }],
  [S6LiveStatus, "sshd            up\ndhcpcd          down", { sshd: true, dhcpcd: false }],
  [
    SupervisorctlStatus,
    "bad                              FATAL     Exited too quickly (process log may have details)\n" +
    "done                             EXITED    Nov 23 07:12 AM\n" +
    "off                              STOPPED   Not started\n" +
    "slow                             STARTING  \n" +
    "old                              RUNNING   pid 7, uptime 3 days, 1:02:03\n" +
    "web:web_00                       RUNNING   pid 19559, uptime 0:00:04",
    {
      bad: { state: "FATAL", description: "Exited too quickly (process log may have details)" },
      done: { state: "EXITED", description: "Nov 23 07:12 AM" },
      off: { state: "STOPPED", description: "Not started" },
      slow: { state: "STARTING", description: "" },
      old: { state: "RUNNING", description: "pid 7, uptime 3 days, 1:02:03", pid: 7, uptime: 262923 },
      "web:web_00": { state: "RUNNING", description: "pid 19559, uptime 0:00:04", pid: 19559, uptime: 4 },
    },
  ],
  [SupervisorctlPid, "19236", 19236],
  [SupervisorctlPid, "No such process nosuch", null],
  [SupervisorctlPids, "0\n0\n19559", [0, 0, 19559]],
  // Alpine 3.19, Gentoo, and an OpenRC without supervised services.
  [
    OpenrcStatus,
    "Runlevel: default\n sshd    [  started  ]\n podman   [  started 00:34:14 (10) ]\nDynamic Runlevel: manual",
    {
      sshd: true,
      podman: true,
    },
  ],
  [OpenrcEnabled, "   bootmisc | boot\n   crond |      default nonetwork\n", { bootmisc: false, crond: true }],
  [UpstartStatus, "tty1 start/running, process 1493\nnetwork-interface (lo) start/running\nrc stop/waiting", {
    tty1: true,
    "network-interface": true,
    rc: false,
  }],
];

for (const [index, [fact, output, expected]] of cases.entries()) {
  Deno.test(`${fact.fullName} reads what is printed (${index + 1})`, () => {
    deepStrictEqual(processFact(fact, output), expected);
  });
}

Deno.test("a supervisord that does not answer is no supervisord without processes", () => {
  throws(() => processFact(SupervisorctlStatus, "unix:///var/run/supervisor.sock no such file"), /no such file/);
});

const line = fc.string({ unit: "binary" }).map((text) => text.replaceAll(/[\n\r]/g, " "));
const parsers = [
  CaddyModules,
  FirewalldZones,
  IptablesChains,
  IptablesRules,
  LaunchdStatus,
  RunitStatus,
  S6LiveStatus,
  SEPorts,
  SupervisorctlPids,
  SupervisorctlStatus,
  UfwRules,
  Pools,
] as readonly Fact<unknown>[];

for (const fact of parsers) {
  Deno.test(`${fact.fullName} throws for no line but with an error that quotes it`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, line.map((text) => `-A ${text}`), line.map((text) => `:${text}`))),
        (lines) => {
          try {
            processFact(fact, lines);
          } catch (error) {
            ok(error instanceof FactError, String(error));
            const quoted = lines.map((one) => JSON.stringify(one.trim() || one).slice(1, -1)).filter((one) =>
              one !== ""
            );
            ok(quoted.some((one) => error.message.includes(one)), error.message);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
}

const name = fc.stringMatching(/^[a-zA-Z_@][\w@.-]{0,8}$/);
const states = fc.dictionary(name, fc.boolean(), { noNullPrototype: true });

for (
  const [fact, render] of [
    [LaunchdStatus, (name: string, isUp: boolean) => `${isUp ? 7 : "-"}\t0\t${name}`],
    [RunitStatus, (name: string, isUp: boolean) => isUp ? `run: ${name}: (pid 7) 1s` : `down: ${name}: 1s`],
    [S6LiveStatus, (name: string, isUp: boolean) => `${name}/${isUp ? "up" : "down"}`],
  ] as const
) {
  Deno.test(`${fact.fullName} reads back whatever services there are`, () => {
    fc.assert(
      fc.property(states, (all) => {
        deepStrictEqual(
          processFact(fact as Fact<unknown>, Object.entries(all).map(([name, isUp]) => render(name, isUp))),
          all,
        );
      }),
      { numRuns: 50 },
    );
  });
}
