import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { UfwAddedRules } from "./mod.ts";

Deno.test("rules are told as they were asked for, in short and in full", () => {
  const lines = `Added user rules (see 'ufw status' for running firewall):
ufw allow 22/tcp comment 'it is # ssh'
ufw deny out log-all to 192.0.2.1
ufw limit in on lo from 10.0.0.0/8 to any port 8000:8010 proto tcp
ufw allow 'Nginx Full'
ufw allow from 10.0.0.1 to any app 'Herd Dog'
ufw route allow in on eth0 out on eth1`;
  const plain = { direction: "in", isRouted: false } as const;
  deepStrictEqual(processFact(UfwAddedRules, lines), [
    { ...plain, action: "allow", port: "22", proto: "tcp", comment: "it is # ssh" },
    { ...plain, action: "deny", direction: "out", log: "log-all", to: "192.0.2.1" },
    { ...plain, action: "limit", interface: "lo", from: "10.0.0.0/8", port: "8000:8010", proto: "tcp" },
    { ...plain, action: "allow", app: "Nginx Full" },
    { ...plain, action: "allow", from: "10.0.0.1", app: "Herd Dog" },
    { action: "allow", direction: "out", isRouted: true, interface: "eth1" },
  ]);
  deepStrictEqual(processFact(UfwAddedRules, "Added user rules (see 'ufw status' for running firewall):\n(None)"), []);
  throws(() => processFact(UfwAddedRules, "ERROR: You need to be root"), /a rule, found "ERROR/);
});
