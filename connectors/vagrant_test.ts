import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { runProgram } from "./local_program.ts";
import { machineHost, parseOptions, runningMachines } from "./vagrant.ts";
import { parseSshConfig } from "./vagrant_output.ts";

const STATES = new Map([["web1", "running"], ["db1", "running"], ["old", "not_created"]]);
const CONFIG = parseSshConfig(
  'Host web1\n  HostName 127.0.0.1\n  User vagrant\n  Port 2222\n  IdentityFile "/a b/key"\n',
).get("web1")!;

Deno.test("machines that do not run are left out; one that is asked for has to run", () => {
  deepStrictEqual(runningMachines(STATES, undefined), ["web1", "db1"]);
  deepStrictEqual(runningMachines(STATES, "db1"), ["db1"]);
  throws(() => runningMachines(STATES, "old"), {
    message: /"old" of Vagrant is not running/,
    hint: /old \(not created\)/,
  });
  throws(() => runningMachines(STATES, "wep1"), { message: /no machine "wep1"/, hint: /web1 \(running\), db1/ });
  throws(() => runningMachines(new Map(), undefined), {
    message: /No machine of Vagrant is running/,
    hint: /are none/,
  });
});

Deno.test("data of the user are stronger than the connection that Vagrant tells, in either spelling", () => {
  const options = parseOptions('{"groups":{"web1":["web"]},"data":{"web1":{"ssh_user":"root","tier":1}}}');
  deepStrictEqual(machineHost("web1", CONFIG, options), {
    name: "web1",
    data: { sshHostname: "127.0.0.1", sshPort: 2222, sshKey: "/a b/key", ssh_user: "root", tier: 1 },
    groups: ["@vagrant", "web"],
  });
});

Deno.test("of several keys all are given, in their order", () => {
  const settings = new Map([["hostname", ["192.0.2.7"]], ["identityfile", ["/keys/a.ed25519", "/keys/a.rsa"]]]);
  deepStrictEqual(machineHost("db1", settings, { groups: {}, data: {} }).data, {
    sshHostname: "192.0.2.7",
    sshKey: ["/keys/a.ed25519", "/keys/a.rsa"],
  });
});

Deno.test("options that are not right are errors with the key", () => {
  throws(() => parseOptions("{"), { message: /@vagrant\.json is not valid JSON/ });
  throws(() => parseOptions('{"groups":{"web1":"web"}}'), { message: /@vagrant\.json is not right: groups\.web1: / });
  throws(() => parseOptions('{"group":{}}'), { message: /group/ });
});

Deno.test("a program ends with the run, which was interrupted then", async () => {
  const stop = new AbortController();
  const running = runProgram("sleep", ["60"], { signal: stop.signal });
  stop.abort();
  await rejects(running, { code: "interrupted", message: "Stopped while sleep ran" });
  await rejects(runProgram("sh", ["-c", ":"], { signal: stop.signal }), { code: "interrupted" });
});
