/** Attacks on known_hosts, and writers that meet there. @module */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { dirname } from "node:path";
import { makeKey, run, startSshd } from "../bed/mod.ts";
import { type Client, output, sshTest } from "./ssh_client.ts";

const ROOT_ONLY = { users: false } as const;
const STRICT = { sshStrictHostKeyChecking: "yes" };

async function write(client: Client, text: string): Promise<void> {
  await Deno.mkdir(dirname(client.knownHostsFile), { recursive: true });
  await Deno.writeTextFile(client.knownHostsFile, text);
}

sshTest("does not take a key that is known for another port for that of this one", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const { publicKey } = sshd.hostKeys[0]!;
  await write(client, `[127.0.0.1]:${sshd.port + 1} ${publicKey}\n`);
  await rejects(client.connect(sshd, STRICT), /its host key is not known: .*StrictHostKeyChecking is yes/);
  // A line without a port speaks for all ports, but against none.
  await write(client, `127.0.0.1 ${publicKey}\n`);
  await using other = await startClient();
  await other.connect(sshd, { ...STRICT, sshKnownHostsFile: client.knownHostsFile });
  const stranger = await makeKey(client.folder, "stranger");
  await write(client, `127.0.0.1 ${stranger.publicKey}\n`);
  await using third = await startClient();
  await rejects(third.connect(sshd, { ...STRICT, sshKnownHostsFile: client.knownHostsFile }), /host key is not known/);
});

sshTest("finds hashed names, and refuses a changed and a revoked key under them", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const changed = await startClient();
  const stranger = await makeKey(changed.folder, "stranger");
  const name = `[127.0.0.1]:${sshd.port}`;
  const { publicKey } = sshd.hostKeys[0]!;
  const cases = [
    { line: `${name} ${publicKey}\n`, says: undefined },
    { line: `${name} ${stranger.publicKey}\n`, says: /its host key has changed: .*known_hosts:1\)$/ },
    { line: `${name} ${publicKey}\n`, marker: "@revoked ", says: /is revoked in \S+known_hosts:1$/ },
  ];
  for (const { line, marker = "", says } of cases) {
    await using client = await startClient();
    await write(client, line);
    await run(["ssh-keygen", "-q", "-H", "-f", client.knownHostsFile]);
    const hashed = await client.knownHosts();
    match(hashed, /^\|1\|/);
    await write(client, marker + hashed);
    if (says) await rejects(client.connect(sshd, { sshStrictHostKeyChecking: "no" }), says);
    else await client.connect(sshd, STRICT);
    strictEqual(await client.knownHosts(), marker + hashed);
  }
  await changed[Symbol.asyncDispose]();
});

sshTest("does not take the key of an authority for that of a host", async (startClient, connector) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  // Whoever has stolen the key of a host is no authority, and an authority is no host.
  await write(client, `@cert-authority * ${sshd.hostKeys[0]!.publicKey}\n`);
  await rejects(client.connect(sshd, STRICT), /its host key is not known: .*StrictHostKeyChecking is yes/);
  if (connector === "openssh") return;
  await using alone = await startClient();
  const data = { ...STRICT, sshKnownHostsFile: client.knownHostsFile, sshClient: "builtin" };
  await rejects(alone.connect(sshd, data), /known_hosts:1 trusts a certificate authority for it/);
});

sshTest("connects where known_hosts cannot be written, and says so", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const folder = dirname(client.knownHostsFile);
  await Deno.mkdir(folder);
  await run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder]);
  try {
    const connection = await client.connect(sshd);
    strictEqual(await output(connection, "echo", "through"), "through\n");
    strictEqual(client.said.length, 2);
    match(client.said[0]!, /trusting the new host key ssh-ed25519 SHA256/);
    match(client.said[1]!, /^warning: Cannot write the host key of web1 to \S+known_hosts: EROFS/);
  } finally {
    await run(["umount", folder]);
  }
});

sshTest("loses no line of others, also where many write at once, and writes none twice", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const names = Array.from({ length: 6 }, (_, index) => `host${index}`);
  const config = names.map((name) => `Host ${name}\n HostName 127.0.0.1\n HostKeyAlias ${name}\n`).join("");
  await using client = await startClient({ config });
  const foreign = ["# a remark", "not a line that anybody knows", "@odd mark", "other.net ssh-rsa AAAA"];
  await write(client, foreign.join("\n"));
  const others = Array.from({ length: 200 }, (_, index) => `w${index}.net ${sshd.hostKeys[0]!.publicKey}`);
  const another = new Deno.Command("sh", {
    args: [
      "-c",
      'f=$1; shift; for line; do printf "\\n%s\\n" "$line" >>"$f"; done',
      "sh",
      client.knownHostsFile,
      ...others,
    ],
  }).output();
  await Promise.all([...names, ...names].map((sshHostname) => client.connect(sshd, { sshHostname })));
  ok((await another).success);
  const lines = (await client.knownHosts()).split("\n").filter(Boolean).sort();
  const expected = [...foreign, ...others, ...names.map((name) => `${name} ${sshd.hostKeys[0]!.publicKey}`)];
  const bare = (all: string[]) => all.map((line) => line.split(" ").slice(0, 3).join(" ")).sort();
  deepStrictEqual(bare(lines), bare(expected));
});
