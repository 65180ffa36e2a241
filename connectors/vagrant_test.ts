import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { runProgram } from "./local_program.ts";
import { machineHost, parseOptions, parseSshConfig, parseStatus, runningMachines } from "./vagrant.ts";

const STATES = new Map([["web1", "running"], ["db1", "running"], ["old", "not_created"]]);
const CONFIG = parseSshConfig(
  'Host web1\n  HostName 127.0.0.1\n  User vagrant\n  Port 2222\n  IdentityFile "/a b/key"\n',
);

Deno.test("the states of machines are read, whatever else Vagrant prints", () => {
  const text =
    "1,web1,provider-name,virtualbox\r\n1,web1,state,running\r\n1,,ui,info,Current states\nnonsense\n\n1,old,state,not_created";
  deepStrictEqual([...parseStatus(text)], [["web1", "running"], ["old", "not_created"]]);
});

/** What the programs print, by provider and version. */
const RECORDED: readonly { readonly what: string; readonly status: string; readonly states: readonly string[][] }[] = [
  {
    what: "Vagrant 1.6 with VirtualBox",
    status: `1424098924,web,provider-name,virtualbox
1424098924,web,state,poweroff
1424098924,web,state-human-short,poweroff
1424098924,web,state-human-long,The VM is powered off. To restart the VM%!(VAGRANT_COMMA) simply run \`vagrant up\`
`,
    states: [["web", "poweroff"]],
  },
  {
    what: "Vagrant 2.2 with libvirt",
    status: `1611234567,db,metadata,provider,libvirt
1611234567,db,provider-name,libvirt
1611234567,db,state,running
1611234567,db,state-human-short,running
1611234567,db,state-human-long,The Libvirt domain is running. To stop this machine%!(VAGRANT_COMMA) you can run\\n\`vagrant halt\`.
1611234567,,ui,info,Current machine states:\\n\\ndb                        running (libvirt)
`,
    states: [["db", "running"]],
  },
  {
    what: "Vagrant 2.4 with Docker, and a newer version to be had",
    status: `1750000000,,ui,warn,A new version of Vagrant is available: 2.4.9!
1750000000,app,metadata,provider,docker
1750000000,app,provider-name,docker
1750000000,app,state,running
1750000000,job,metadata,provider,docker
1750000000,job,provider-name,docker
1750000000,job,state,not_created
`,
    states: [["app", "running"], ["job", "not_created"]],
  },
];

for (const { what, status, states } of RECORDED) {
  Deno.test(`the states of ${what} are read`, () => deepStrictEqual([...parseStatus(status)], states));
}

Deno.test("the config of Vagrant 2.4 gives its connection, further options of it do not matter", () => {
  const config = parseSshConfig(`Host app
  HostName 192.168.121.18
  User vagrant
  Port 22
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile /home/dev/app/.vagrant/machines/app/libvirt/private_key
  IdentitiesOnly yes
  LogLevel FATAL
  PubkeyAcceptedKeyTypes +ssh-rsa
  HostKeyAlgorithms +ssh-rsa

`);
  deepStrictEqual(machineHost("app", config, { groups: {}, data: {} }).data, {
    sshHostname: "192.168.121.18",
    sshPort: 22,
    sshUser: "vagrant",
    sshKey: "/home/dev/app/.vagrant/machines/app/libvirt/private_key",
    sshKnownHostsFile: "/dev/null",
    sshStrictHostKeyChecking: "no",
  });
});

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
  throws(() => machineHost("web1", new Map(), options), { message: /gives no HostName/ });
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
