/** The way to a host: straight, through other hosts, through programs. @module */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { startDelay, startSshd } from "../bed/mod.ts";
import { output, sshTest } from "./ssh_client.ts";

const ROOT_ONLY = { users: false } as const;

interface Server {
  readonly address: string;
  readonly port: number;
  readonly keyFile: string;
}

/** The part of a config for one server, by a name that nothing but the config knows. */
function alias(name: string, { address, port, keyFile }: Server, ...more: string[]): string {
  const lines = [`HostName ${address}`, `Port ${port}`, "User root", `IdentityFile ${keyFile}`, ...more];
  return `Host ${name}\n${lines.map((line) => ` ${line}\n`).join("")}`;
}

/** Data that leave everything but the name to the config. */
const named = (sshHostname: string) => ({ sshHostname, sshPort: undefined, sshUser: undefined, sshKey: undefined });

const logins = async (server: { log(): Promise<string> }) =>
  ((await server.log()).match(/Accepted publickey/g) ?? []).length;

sshTest("goes through hosts, each by its own config, and knows their keys", async (startClient, connector) => {
  await using one = await startSshd(ROOT_ONLY);
  await using two = await startSshd(ROOT_ONLY);
  const config = alias("first", one) + alias("second", two) + alias("target", one, "ProxyJump first,root@second") +
    alias("near", two, "ProxyJump first") + alias("itself", one, "ProxyJump first");
  await using client = await startClient({ config });
  const connection = await client.connect(one, named("target"));
  strictEqual(await output(connection, "id", "-un"), "root\n");
  deepStrictEqual(await Promise.all([logins(one), logins(two)]), [2, 1]);
  const known = (await client.knownHosts()).trim().split("\n").sort();
  deepStrictEqual(known, `${one.knownHosts}${two.knownHosts}`.trim().split("\n").sort());
  await connection.disconnect!();
  await Promise.all([1, 2, 3].map(() => client.connect(two, named("near"))));
  // Those who go through a host at the same time share it.
  deepStrictEqual(await logins(one), connector === "ssh" ? 3 : 5);
  if (connector === "openssh") return;
  await client.connect(one, named("itself"));
  deepStrictEqual(await logins(one), 4);
});

sshTest("says which host on the way is at fault", async (startClient, connector) => {
  await using strict = await startSshd({ ...ROOT_ONLY, config: ["AllowTcpForwarding no"] });
  const nowhere = { ...strict, port: 1 };
  const [behind, lost] = [{ ...strict, port: 2345 }, { ...strict, port: 1234 }];
  const config = alias("strict", strict) + alias("gone", nowhere) + alias("behind", behind, "ProxyJump strict") +
    alias("lost", lost, "ProxyJump gone");
  const wrong = alias("odd", strict, "ProxyJump a:b:c") + alias("ping", behind, "ProxyJump pong") +
    alias("pong", lost, "ProxyJump ping");
  await using client = await startClient({ config: connector === "ssh" ? config + wrong : config });
  const say = (name: string) => client.connect(strict, named(name)).then(() => "connected", (error) => error.message);
  match(
    await say("behind"),
    connector === "ssh"
      ? /the jump host strict \(127.0.0.1:\d+\) does not reach it: open failed|does not reach it: .*prohibited/
      : /the way there failed: channel 0: open failed: administratively prohibited/,
  );
  match(await say("lost"), /Cannot connect to web1 \(127.0.0.1:1234\) as root: .*127.0.0.1.*connection refused/i);
  if (connector === "openssh") return;
  match(await say("odd"), /the ssh config has ProxyJump "a:b:c"/);
  match(await say("ping"), /ProxyJump of the ssh config goes in a circle/);
});

sshTest("goes through a program, and tells what it says", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const pipe = "bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3'";
  const config = alias("piped", sshd, `ProxyCommand ${pipe}`) +
    alias("mute", sshd, "ProxyCommand sh -c 'echo no way >&2; exit 1'");
  await using client = await startClient({ config });
  const connection = await client.connect(sshd, named("piped"));
  strictEqual(await output(connection, "echo", "through"), "through\n");
  await connection.disconnect!();
  await rejects(client.connect(sshd, named("mute")), { name: "ConnectError", message: /no way/ });
});

sshTest("shows the unknown keys of many hosts as one list", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const config = ["a", "b", "c"].map((name) => alias(name, sshd, `HostKeyAlias ${name}`)).join("");
  const questions: string[] = [];
  const ask = (question: string) => Promise.resolve((questions.push(question), "yes"));
  await using client = await startClient({ config, ask });
  const data = { sshStrictHostKeyChecking: "ask" };
  await Promise.all(["a", "b", "c"].map((name) => client.connect(sshd, { ...named(name), ...data })));
  strictEqual(questions.length, 1);
  match(
    questions[0]!,
    /^The host keys of 3 hosts are not known:\n( {2}web1 \(127.*: ssh-ed25519 SHA256:\S+\n){3}Type yes/,
  );
  const names = (await client.knownHosts()).trim().split("\n").map((line) => line.split(" ")[0]);
  deepStrictEqual(names.sort(), ["a", "b", "c"]);
});

sshTest("takes few round trips to the first reply", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using link = await startDelay({ target: sshd, roundTripTime: 30 });
  await using client = await startClient();
  const connection = await client.connect({ ...sshd, address: link.address, port: link.port });
  const connected = link.traffic().turns;
  strictEqual(await output(connection, "echo", "reply"), "reply\n");
  ok(connected <= 6, `${connected} round trips to connect`);
  ok(link.traffic().turns - connected <= 4, `${link.traffic().turns - connected} round trips to a reply`);
}, ["ssh"]);
