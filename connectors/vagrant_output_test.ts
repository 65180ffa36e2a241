import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { errorOf, parseSshConfig, parseStatus } from "./vagrant_output.ts";

Deno.test("the states of machines are read, whatever else Vagrant prints", () => {
  const text =
    "1,web1,provider-name,virtualbox\r\n1,web1,state,running\r\n1,,ui,info,Current states\nnonsense\n\n1,old,state,not_created";
  deepStrictEqual([...parseStatus(text)], [["web1", "running"], ["old", "not_created"]]);
});

/** What versions and providers print that cannot be had here; the format was checked against public recordings. */
const STATUSES: readonly { readonly what: string; readonly status: string; readonly states: readonly string[][] }[] = [
  {
    what: "Vagrant 1.6 with VirtualBox",
    status: `1410000000,web,provider-name,virtualbox
1410000000,web,state,poweroff
1410000000,web,state-human-short,poweroff
1410000000,web,state-human-long,The VM is powered off. To restart the VM%!(VAGRANT_COMMA) simply run \`vagrant up\`
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

for (const { what, status, states } of STATUSES) {
  Deno.test(`the states of ${what} are read`, () => deepStrictEqual([...parseStatus(status)], states));
}

Deno.test("each machine's settings are read, with all keys; those that are not known do not matter", () => {
  // As Vagrant 2.3.8 and later print it for two machines with the keys that everybody has.
  const text = `Host app
  HostName 192.168.121.18
  User vagrant
  Port 22
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile /home/dev/.vagrant.d/insecure_private_keys/vagrant.key.ed25519
  IdentityFile /home/dev/.vagrant.d/insecure_private_keys/vagrant.key.rsa
  IdentitiesOnly yes
  LogLevel FATAL
  PubkeyAcceptedKeyTypes +ssh-rsa
  HostKeyAlgorithms +ssh-rsa

Host db-1
  HostName 127.0.0.1
  IdentityFile\u0020
  IdentityFile "C:/my machines/db/private_key"

`;
  const machines = parseSshConfig(text.replaceAll("\n", "\r\n"));
  deepStrictEqual([...machines.keys()], ["app", "db-1"]);
  const app = machines.get("app")!;
  deepStrictEqual(app.get("hostname"), ["192.168.121.18"]);
  deepStrictEqual(app.get("identityfile"), [
    "/home/dev/.vagrant.d/insecure_private_keys/vagrant.key.ed25519",
    "/home/dev/.vagrant.d/insecure_private_keys/vagrant.key.rsa",
  ]);
  deepStrictEqual([...machines.get("db-1")!], [
    ["hostname", ["127.0.0.1"]],
    ["identityfile", ["C:/my machines/db/private_key"]],
  ]);
  strictEqual(parseSshConfig("").size, 0);
});

Deno.test("an error is told as people read it, and only where there is one", () => {
  const text =
    "1,,ui,error,Oh%!(VAGRANT_COMMA)\\nno\r\n1,,error-exit,Vagrant::Errors::Any,Oh%!(VAGRANT_COMMA)\\nno\r\n";
  strictEqual(errorOf(text), "Oh,\nno");
  strictEqual(errorOf("1,web1,state,running\n"), undefined);
});
