import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { UfwRules, UfwStatus } from "./mod.ts";

Deno.test("ufw tells its defaults while it is active", () => {
  // ufw 0.36.2 of Debian 12 and 0.35 of Ubuntu 16.04, which has no routed default.
  const head = "Status: active\nLogging: on (low)\n";
  deepStrictEqual(
    processFact(
      UfwStatus,
      `${head}Default: deny (incoming), allow (outgoing), disabled (routed)\nNew profiles: skip\n\nTo   Action  From`,
    ),
    {
      status: "active",
      logging: "on (low)",
      incoming: "deny",
      outgoing: "allow",
      routed: "disabled",
      newProfiles: "skip",
    },
  );
  deepStrictEqual(
    processFact(UfwStatus, `${head}Default: reject (incoming), allow (outgoing)\nNew profiles: skip`)?.routed,
    undefined,
  );
  deepStrictEqual(processFact(UfwStatus, "Status: inactive")?.status, "inactive");
  throws(() => processFact(UfwStatus, "ERROR: You need to be root"), /"ERROR: You need to be root"/);
});

Deno.test("rules have direction, log and comment; a range of ports is no IPv6 address", () => {
  const lines = `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     ALLOW IN    Anywhere                   # it's # ssh
[ 2] 8000:8010,9000:9010/tcp on eth0 LIMIT IN    10.0.0.0/8                 (log-all)
[ 3] Nginx Full                 DENY OUT    Anywhere                   (log, out)
[ 4] 192.168.0.1 80/tcp on wg0  REJECT FWD  Anywhere on eth0
[10] 22/tcp (v6)                ALLOW IN    Anywhere (v6)
[11] Anywhere                   ALLOW IN    2001:db8::/32`;
  deepStrictEqual(processFact(UfwRules, lines), [
    { number: 1, action: "allow", direction: "in", to: "22/tcp", from: "Anywhere", isV6: false, comment: "it's # ssh" },
    {
      number: 2,
      action: "limit",
      direction: "in",
      to: "8000:8010,9000:9010/tcp on eth0",
      from: "10.0.0.0/8",
      isV6: false,
      log: "log-all",
    },
    { number: 3, action: "deny", direction: "out", to: "Nginx Full", from: "Anywhere", isV6: false, log: "log" },
    {
      number: 4,
      action: "reject",
      direction: "forward",
      to: "192.168.0.1 80/tcp on wg0",
      from: "Anywhere on eth0",
      isV6: false,
    },
    { number: 10, action: "allow", direction: "in", to: "22/tcp (v6)", from: "Anywhere (v6)", isV6: true },
    { number: 11, action: "allow", direction: "in", to: "Anywhere", from: "2001:db8::/32", isV6: true },
  ]);
  // Without numbers, as `ufw status` prints it.
  deepStrictEqual(
    processFact(
      UfwRules,
      "Status: active\n\nTo                         Action      From\n--  ------  ----\n80                         ALLOW       Anywhere",
    ),
    [
      { action: "allow", direction: "in", to: "80", from: "Anywhere", isV6: false },
    ],
  );
  deepStrictEqual(processFact(UfwRules, "Status: inactive"), []);
});
