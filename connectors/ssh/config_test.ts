import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { userInfo } from "node:os";
import { type LocalSide, resolveSettings, type Settings } from "./config.ts";
import { readConfig } from "./config_file.ts";
import { dataSchema } from "./data.ts";
import { matchesPattern } from "./patterns.ts";

const LOCAL: LocalSide = {
  home: "/home/me",
  user: "me",
  hostname: "desk.example.com",
  environment: (name) => ({ SSH_AUTH_SOCK: "/run/agent", KEYS: "/keys" })[name],
  connectTimeout: 10,
};

async function settingsOf(name: string, files: Record<string, string>, data: Record<string, unknown> = {}) {
  const reader = {
    read: (path: string) => Promise.resolve(files[path]),
    glob: (pattern: string) =>
      Promise.resolve(Object.keys(files).filter((file) => matchesPattern(pattern, file)).sort()),
    home: LOCAL.home,
  };
  const config = await readConfig("/home/me/.ssh/config", reader);
  return resolveSettings({ name, data: dataSchema().parse(data) }, config, LOCAL);
}

async function pick<K extends keyof Settings>(keys: K[], ...of: Parameters<typeof settingsOf>): Promise<Settings[K][]> {
  const settings = await settingsOf(...of);
  return keys.map((key) => settings[key]);
}

const CONFIG = "/home/me/.ssh/config";

Deno.test("without config and data the defaults of OpenSSH hold, but for new host keys and lost links", async () => {
  const settings = await settingsOf("web1", {});
  deepStrictEqual(
    [settings.hostname, settings.port, settings.user, settings.agent, settings.strictHostKeyChecking],
    ["web1", 22, "me", "/run/agent", "accept-new"],
  );
  deepStrictEqual(settings.keyFiles, [
    "/home/me/.ssh/id_ed25519",
    "/home/me/.ssh/id_ecdsa",
    "/home/me/.ssh/id_rsa",
    "/home/me/.ssh/id_ed25519_sk",
    "/home/me/.ssh/id_ecdsa_sk",
  ]);
  deepStrictEqual(settings.knownHostsFiles, [
    "/home/me/.ssh/known_hosts",
    "/home/me/.ssh/known_hosts2",
    "/etc/ssh/ssh_known_hosts",
    "/etc/ssh/ssh_known_hosts2",
  ]);
  deepStrictEqual([settings.connectTimeout, settings.aliveInterval, settings.aliveCountMax], [10, 15, 3]);
});

Deno.test("data wins over the config", async () => {
  const files = { [CONFIG]: "Host *\n  User them\n  Port 99\n  StrictHostKeyChecking yes\n  IdentityFile ~/a\n" };
  deepStrictEqual(
    await pick(["user", "port", "strictHostKeyChecking", "keyFiles"], "web1", files),
    ["them", 99, "yes", ["/home/me/a"]],
  );
  const data = { sshUser: "root", sshPort: 22, sshStrictHostKeyChecking: "no", sshKey: "~/b" };
  deepStrictEqual(
    await pick(["user", "port", "strictHostKeyChecking", "keyFiles", "identitiesOnly"], "web1", files, data),
    ["root", 22, "no", ["/home/me/b"], true],
  );
  deepStrictEqual(
    await pick(["keyFiles", "keyGiven", "identitiesOnly"], "web1", files, { sshKey: ["~/b", "/c d"] }),
    [["/home/me/b", "/c d"], false, true],
  );
});

Deno.test("sshHostname can be an alias of the config", async () => {
  const files = { [CONFIG]: "Host alias\n  HostName %h.example.com\n  Port 2222\n" };
  deepStrictEqual(await pick(["hostname", "port", "knownNames"], "web1", files, { sshHostname: "alias" }), [
    "alias.example.com",
    2222,
    ["[alias.example.com]:2222", "alias.example.com"],
  ]);
});

Deno.test("HostKeyAlias names the host in known_hosts whatever its port", async () => {
  const files = { [CONFIG]: "Host web1\n  HostKeyAlias Cluster\n  Port 2222\n" };
  deepStrictEqual(await pick(["knownNames"], "web1", files), [["cluster"]]);
});

Deno.test("files may contain tokens and variables", async () => {
  const files = {
    [CONFIG]: "Host web1\n HostName 10.0.0.1\n IdentityFile ${KEYS}/%n-%h-%p-%r\n IdentityAgent $KEYS\n" +
      ' UserKnownHostsFile "%d/my hosts" /dev/null\n User root\n',
  };
  deepStrictEqual(await pick(["keyFiles", "agent", "knownHostsFiles"], "web1", files), [
    ["/keys/web1-10.0.0.1-22-root"],
    "/keys",
    ["/home/me/my hosts", "/dev/null", "/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
  ]);
});

Deno.test("the agent and the keys of the config can be turned off", async () => {
  const data = { sshAllowAgent: false, sshLookForKeys: false };
  deepStrictEqual(await pick(["agent", "keyFiles"], "web1", {}, data), [undefined, []]);
  const none = { [CONFIG]: "IdentityAgent none\nIdentityFile none\n" };
  deepStrictEqual(await pick(["agent", "keyFiles"], "web1", none), [undefined, []]);
});

Deno.test("Match exec starts nothing and does not match, nor does its negation", async () => {
  const files = { [CONFIG]: 'Match exec "touch /tmp/never"\n User a\nMatch !exec "false"\n User b\n' };
  deepStrictEqual(await pick(["user"], "web1", files), ["me"]);
});

Deno.test("an Include in a circle is an error", async () => {
  await rejects(settingsOf("web1", { [CONFIG]: "Include config\n" }), {
    name: "ConnectError",
    message: "Cannot read the ssh config /home/me/.ssh/config: Include goes in a circle",
  });
});

Deno.test("a value that makes no sense is an error that names it", async () => {
  await rejects(settingsOf("web1", { [CONFIG]: "StrictHostKeyChecking perhaps\n" }), {
    name: "ConnectError",
    message: 'Cannot connect to web1: the ssh config has StrictHostKeyChecking "perhaps", ' +
      "expected yes, no, off, ask or accept-new",
  });
  await rejects(settingsOf("web1", { [CONFIG]: "Port many\n" }), /has port "many", expected a number/);
});

Deno.test("of ProxyJump and ProxyCommand the first counts, unless it is none", async () => {
  const way = (config: string) => pick(["proxyJump", "proxyCommand"], "web1", { [CONFIG]: config });
  deepStrictEqual(await way("ProxyJump a@b:1, c\n"), [["a@b:1", "c"], undefined]);
  deepStrictEqual(await way("ProxyJump none\nProxyCommand nc %h %p\n"), [[], undefined]);
  deepStrictEqual(await way("ProxyCommand nc -x '~' ${X} %h %p %%\nProxyJump a\n"), [
    [],
    "nc -x '~' ${X} web1 22 %",
  ]);
});

Deno.test("a ProxyCommand gets no text that its shell would read", async () => {
  const files = { [CONFIG]: "ProxyCommand nc %h\n" };
  for (const sshHostname of ["-oProxy", "a;b", "$(b)", "a b"]) {
    await rejects(settingsOf("web1", files, { sshHostname }), /would give a shell the text/);
  }
});

Deno.test("what only the system's ssh can do is noticed", async () => {
  const why = (config: string) => pick(["beyond"], "web1", { [CONFIG]: config }).then(([one]) => one);
  deepStrictEqual(
    await Promise.all([
      why("Match host web1 exec true\n User x\n"),
      why("Match host web2 exec true\n User x\n"),
      why("CertificateFile ~/.ssh/web1-cert.pub\n"),
      why("CanonicalizeHostname no\n"),
      why("KexAlgorithms sntrup761x25519-sha512@openssh.com\n"),
      why("KexAlgorithms +sntrup761x25519-sha512@openssh.com\n"),
      why("HostKeyAlgorithms -ssh-*,rsa*,ecdsa*\n"),
    ]),
    [
      "the ssh config has Match exec",
      undefined,
      "the ssh config has CertificateFile",
      undefined,
      "the ssh config has KexAlgorithms sntrup761x25519-sha512@openssh.com",
      undefined,
      "the ssh config has HostKeyAlgorithms -ssh-*,rsa*,ecdsa*",
    ],
  );
});

Deno.test("data of a wrong type is refused", () => {
  throws(() => dataSchema().parse({ sshPort: 0 }));
  throws(() => dataSchema().parse({ sshStrictHostKeyChecking: "perhaps" }));
});

/** Configs that show one rule each; every host is compared with what `ssh -G` says. */
const SAMPLES: Record<string, string> = {
  "first value wins": "Host web*\n  User first\n  Port 2201\nHost *\n  User second\n  HostName fallback.example\n",
  "negation": "Host * !web1\n  User other\nHost *\n  User rest\n",
  "question mark": "Host web?\n  User one\nHost web??\n  User two\n",
  "equals signs and quotes": 'Host=web1\n  User = "some user"\n  Port=2203\n  IdentityFile "/keys/my key"\n',
  "several keys": "Host web1\n  IdentityFile /keys/a\nHost *\n  IdentityFile /keys/b\n  IdentityFile /keys/a\n",
  "match host sees HostName": "Host web1\n  HostName 10.0.0.1\nMatch host 10.0.0.*\n  User inside\n",
  "match originalhost and user":
    "Match originalhost web1,db1 user root\n  Port 2204\nMatch !originalhost web1\n  Port 2205\n",
  "match final": "Match final host *.example\n  User late\nHost web1\n  HostName web1.example\n",
  "match all": "Match all\n  User everyone\n  ConnectTimeout 7\n",
  "include in a block": "Host web1\n  Include INCLUDED/*.conf\nHost *\n  User last\n",
  "include at the top": "Include INCLUDED/a.conf INCLUDED/missing.conf\nHost *\n  User last\n",
  "known hosts files":
    "UserKnownHostsFile /a /b\nGlobalKnownHostsFile /c\nHashKnownHosts yes\nStrictHostKeyChecking ask\n",
  "times": "ConnectTimeout 1m30s\nServerAliveInterval 20\nServerAliveCountMax 5\n",
  "switches": "IdentitiesOnly yes\nForwardAgent yes\nIdentityAgent /run/other\nHostKeyAlias cluster\n",
};

Deno.test("ssh -G says the same", async (test) => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "a.conf"), "User included\nHost db1\n  Port 2206\n");
  await Deno.writeTextFile(join(folder, "b.conf"), "Port 2207\n");
  try {
    for (const [name, text] of Object.entries(SAMPLES)) {
      const file = join(folder, "config");
      await Deno.writeTextFile(file, text.replaceAll("INCLUDED", folder));
      for (const host of ["web1", "web10", "db1"]) {
        await test.step(`${name}: ${host}`, async () => {
          deepStrictEqual(await ours(file, host), await theirs(file, host));
        });
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The default keys differ: OpenSSH tries more kinds. */
function withoutDefaults(files: readonly string[]): string[] {
  return files.filter((file) => !file.includes("/.ssh/id_"));
}

async function theirs(file: string, host: string) {
  const { stdout } = await new Deno.Command("ssh", { args: ["-G", "-F", file, host] }).output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n").map((line) => /^(\S+) (.*)$/.exec(line)!.slice(1));
  const all = (keyword: string) => lines.filter(([key]) => key === keyword).map(([, value]) => value!);
  const text = await Deno.readTextFile(file);
  return {
    hostname: all("hostname")[0],
    port: Number(all("port")[0]),
    user: all("user")[0],
    keyFiles: withoutDefaults(all("identityfile")),
    knownHosts: text.includes("KnownHostsFile") ? [...all("userknownhostsfile"), ...all("globalknownhostsfile")] : [],
    strict: text.includes("StrictHostKey") ? all("stricthostkeychecking")[0] : "accept-new",
    hash: all("hashknownhosts")[0] === "yes",
    timeout: all("connecttimeout")[0] === "none" ? 10 : Number(all("connecttimeout")[0]),
    alive: text.includes("ServerAlive") ? [...all("serveraliveinterval"), ...all("serveralivecountmax")] : ["15", "3"],
    only: all("identitiesonly")[0] === "yes",
    forward: all("forwardagent")[0] === "yes",
    agent: all("identityagent")[0] ?? "/run/agent",
    alias: all("hostkeyalias")[0],
  };
}

async function ours(file: string, host: string) {
  const reader = {
    read: (path: string) => Deno.readTextFile(path).catch(() => undefined),
    glob: async (pattern: string) => {
      const folder = join(pattern, "..");
      const names = (await Array.fromAsync(Deno.readDir(folder))).map((entry) => join(folder, entry.name)).sort();
      return names.filter((name) => matchesPattern(pattern, name));
    },
    home: LOCAL.home,
  };
  const config = await readConfig(file, reader);
  const data = dataSchema().parse({});
  const settings = resolveSettings({ name: host, data }, config, { ...LOCAL, user: userInfo().username });
  const text = await Deno.readTextFile(file);
  return {
    hostname: settings.hostname,
    port: settings.port,
    user: settings.user,
    keyFiles: withoutDefaults(settings.keyFiles),
    knownHosts: text.includes("KnownHostsFile") ? [settings.knownHostsFiles.slice(0, 2).join(" "), "/c"] : [],
    strict: settings.strictHostKeyChecking,
    hash: settings.hashKnownHosts,
    timeout: settings.connectTimeout,
    alive: [String(settings.aliveInterval), String(settings.aliveCountMax)],
    only: settings.identitiesOnly,
    forward: settings.forwardAgent,
    agent: settings.agent,
    alias: text.includes("HostKeyAlias") ? settings.knownNames[0] : undefined,
  };
}
