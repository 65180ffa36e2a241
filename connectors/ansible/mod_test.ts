import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { dirname, join } from "node:path";
import type { ConnectorContext, NamedHost } from "drover/connectors";
import ansible from "./mod.ts";

/** Reads an inventory out of files; a program is one that begins with `#!`. */
async function read(files: Record<string, string>, path: string) {
  const folder = await Deno.makeTempDir({ prefix: "drover-ansible-" });
  const warnings: string[] = [];
  const context: ConnectorContext = {
    signal: new AbortController().signal,
    connectTimeout: 5,
    log: () => {},
    warn: (message) => void warnings.push(message.replaceAll(`${folder}/`, "")),
    secret: (value) => value,
    ask: () => Promise.reject(new Error("no terminal")),
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
    }
    const hosts: NamedHost[] = await Array.fromAsync(ansible.makeNamesData!(join(folder, path), context));
    return {
      warnings,
      groups: Object.fromEntries(hosts.map((host) => [host.name, host.groups])),
      data: Object.fromEntries(hosts.map((host) => [host.name, host.data])),
    };
  } catch (error) {
    (error as Error).message = (error as Error).message.replaceAll(`${folder}/`, "");
    throw error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const INI = `# All of them
mail.example.net
jumper ansible_port=5555 ansible_host=192.0.2.50

[web]
web[1:2].example.net:2222 tier='front end' # the shop

[db]
db1

[site:children]
web
db

[site:vars]
level=site
mode=0644

[web:vars]
level=web

[all:vars]
level=all
ansible_user=ops
`;

const YAML = `all:
  vars: { level: all, ansible_user: ops }
  hosts:
    mail.example.net:
    jumper: { ansible_port: 5555, ansible_host: 192.0.2.50 }
  children:
    site:
      vars: { level: site, mode: "0644" }
      children:
        web:
          vars: { level: web }
          hosts:
            web[1:2].example.net:2222: { tier: front end }
        db:
          hosts: db1
`;

Deno.test("INI and YAML of the same inventory give the same hosts, groups and data; the child wins", async () => {
  const ini = await read({ "hosts": INI }, "hosts");
  deepStrictEqual(ini.groups, {
    "mail.example.net": ["ungrouped"],
    "jumper": ["ungrouped"],
    "web1.example.net": ["site", "web"],
    "web2.example.net": ["site", "web"],
    "db1": ["site", "db"],
  });
  deepStrictEqual(ini.data["web1.example.net"], {
    level: "web",
    mode: "0644",
    tier: "front end",
    sshPort: 2222,
    sshUser: "ops",
  });
  deepStrictEqual([ini.data.db1!.level, ini.data.jumper], ["site", {
    level: "all",
    sshHostname: "192.0.2.50",
    sshPort: 5555,
    sshUser: "ops",
  }]);
  deepStrictEqual(await read({ "hosts.yml": YAML }, "hosts.yml"), ini);
  deepStrictEqual(ini.warnings, []);
});

Deno.test("variables of files: groups under hosts, files over what is inline, folders in the order of their names", async () => {
  const { data, warnings } = await read({
    "hosts": INI,
    "group_vars/all.yml": "level: all file\nzone: eu\non: yes\nday: 2024-01-02",
    "group_vars/site": "level: site file\nown: group\n",
    "group_vars/web/b.yml": "port: 2",
    "group_vars/web/a.json": '{"port": 1, "a": 1}',
    "group_vars/web/deep/c.yaml": "deep: true",
    "group_vars/web/.d.yml": "hidden: true",
    "group_vars/web/readme.md": "# Not YAML: {",
    "group_vars/web.yml": "port: 3",
    "host_vars/web1.example.net.yml": "tier: host file\nown: host",
  }, "hosts");
  deepStrictEqual(data["web1.example.net"], {
    level: "site file",
    mode: "0644",
    zone: "eu",
    true: true,
    day: "2024-01-02",
    own: "host",
    port: 2,
    a: 1,
    deep: true,
    tier: "host file",
    sshPort: 2222,
    sshUser: "ops",
  });
  deepStrictEqual(data["mail.example.net"]!.level, "all file");
  deepStrictEqual(
    warnings,
    ["group_vars/web.yml is not used, because group_vars/web is there, too"],
  );
});

Deno.test("of groups side by side the last name wins, unless their priority says otherwise", async () => {
  const groups = (a: string) => `[b]\nh\n[a]\nh\n[a:vars]\nx=a\n${a}\n[b:vars]\nx=b\n`;
  deepStrictEqual((await read({ hosts: groups("") }, "hosts")).data.h, { x: "b" });
  deepStrictEqual((await read({ hosts: groups("ansible_group_priority=10") }, "hosts")).data.h, { x: "a" });
});

Deno.test("a folder is all the inventories in it", async () => {
  const { groups, data } = await read({
    "prod/01-hosts": "[web]\nw1 x=1",
    "prod/02-more.yml": "web: { hosts: { w1: { x: 2 }, w2: } }",
    "prod/notes.md": "[not read",
    "prod/group_vars/web.yml": "port: 80",
  }, "prod");
  deepStrictEqual([groups, data], [{ w1: ["web"], w2: ["web"] }, { w1: { x: 2, port: 80 }, w2: { port: 80 } }]);
});

const LISTING = JSON.stringify({
  web: { hosts: ["w1"], vars: { port: 80 } },
  site: { children: ["web"] },
  plain: ["w2"],
  _meta: { hostvars: { w1: { ansible_host: "10.0.0.1" } } },
});

Deno.test("programs are asked for their list, and for each host where the list has no variables", async () => {
  const expected = [{ w1: ["site", "web"], w2: ["plain"] }, { w1: { port: 80, sshHostname: "10.0.0.1" }, w2: {} }];
  const whole = await read(
    { "cloud.sh": `#!/bin/sh\n[ "$1" = --list ] && cat <<'END'\n${LISTING}\nEND\n` },
    "cloud.sh",
  );
  deepStrictEqual([whole.groups, whole.data], expected);
  const asked = await read({
    "cloud": `#!/bin/sh
case "$1 $2" in
  "--list ") echo '{"web":{"hosts":["w1"],"vars":{"port":80}},"site":{"children":["web"]},"plain":["w2"]}' ;;
  "--host w1") echo '{"ansible_host":"10.0.0.1"}' ;;
  *) echo '{}' ;;
esac
`,
  }, "cloud");
  deepStrictEqual([asked.groups, asked.data], expected);
  const saved = await read({ "hosts.json": LISTING }, "hosts.json");
  deepStrictEqual([saved.groups, saved.data], expected);
});

Deno.test("programs that fail or print no JSON are errors with what they said", async () => {
  await rejects(
    read({ cloud: "#!/bin/sh\necho no token >&2; exit 3" }, "cloud"),
    /cloud --list: failed with exit code 3:\nno token/,
  );
  await rejects(read({ cloud: "#!/bin/sh\necho hello" }, "cloud"), /"cloud --list" printed no JSON/);
  await rejects(read({ cloud: "#!/no/such/interpreter\n" }, "cloud"), /interpreter in its first line is not installed/);
  await rejects(
    read({ cloud: `#!/bin/sh\necho '{"web":{"hosts":"w1"}}'` }, "cloud"),
    /hosts of group "web" are the string "w1"/,
  );
});

Deno.test("what Ansible Vault has encrypted is refused with file and key", async () => {
  const vault = "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n";
  await rejects(
    read(
      { hosts: "w1\n", "group_vars/all.yml": `a: 1\ndb:\n  password: ${vault.replaceAll("\n  ", "\n    ")}` },
      "hosts",
    ),
    /group_vars\/all\.yml:3: "db\.password" is encrypted by Ansible Vault/,
  );
  await rejects(
    read({ hosts: "w1\n", "host_vars/w1/secret.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n" }, "hosts"),
    /host_vars\/w1\/secret\.yml: the file is encrypted by Ansible Vault/,
  );
});

Deno.test("mistakes are errors with file and line", async () => {
  await rejects(read({}, "nowhere"), { message: "nowhere: there is no such file" });
  const cases: [string, string, RegExp][] = [
    ["hosts", "w1\nw2 tier\n", /^hosts:2: expected NAME=VALUE, found "tier"/],
    ["hosts", "[web]\nw[2:1]\n", /^hosts:2: the range "\[2:1\]" ends before it begins/],
    ["hosts", "w1 a='x\n", /^hosts:1: a quote ' is not closed/],
    ["hosts", "[web]\nw1\n[wep:vars]\na=1\n", /^hosts:3: .* are of a group "wep", which is not declared/],
    ["hosts", "[site:children]\nweb\n", /^hosts:2: .* group "web", which is not declared/],
    ["hosts", "[web:hostz]\nw1\n", /^hosts:1: \[web:hostz\] is no section/],
    ["hosts", "[a:children]\nb\n[b:children]\na\n", /^hosts:\d: groups contain each other: a > b > a/],
    ["hosts.yml", "all:\n  hosts: [w1]\n", /^hosts\.yml:2: expected hosts by their names, found a list/],
    [
      "hosts.yml",
      "all:\n  hosts:\n    w1: 3\n",
      /^hosts\.yml:3: expected the variables of host "w1", found the number 3/,
    ],
    ["hosts.yml", "all:\n  hosts: {w1: {a: 1}\n", /^hosts\.yml:\d: not valid YAML/],
    [
      "hosts.yml",
      "a:\n  children: { b: { children: { a: } } }\n",
      /^hosts\.yml:1: groups contain each other: a > b > a/,
    ],
    ["cloud.yml", "plugin: aws_ec2\nregions: [eu]\n", /^cloud\.yml:1: .* plugin "aws_ec2", which only Ansible can run/],
  ];
  for (const [name, text, message] of cases) {
    await rejects(read({ [name]: text }, name), (error: Error) => (match(error.message, message), true));
  }
});

Deno.test("what is not used is told once for all hosts", async () => {
  const { groups, warnings } = await read({
    hosts: `w[1:9] ansible_ssh_common_args='-J bastion' motd='{{ x }}'\nwin ansible_connection=winrm\n`,
    "group_vars/all.yml": "ansible_python_interpreter: auto",
  }, "hosts");
  ok(!("win" in groups));
  deepStrictEqual(warnings.sort(), [
    "hosts: ansible_ssh_common_args is not used; put what it says into the ssh config (w1, w2, w3, w4, w5 and 4 more)",
    "hosts: hosts with the connection winrm are left out (win)",
    'hosts: the template in "motd" is left as it is (w1, w2, w3, w4, w5 and 4 more)',
  ]);
});
