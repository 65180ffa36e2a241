/** What only the system's ssh can do: certificates, and the move to it. @module */
import { match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { makeKey, run, startSshd } from "../bed/mod.ts";
import { output, sshTest } from "./ssh_client.ts";

/** A server that trusts an authority for users, and whose own key an authority has signed. */
async function startCertified() {
  const folder = await Deno.makeTempDir({ prefix: "drover-ca-" });
  const authority = await makeKey(folder, "authority");
  const host = await makeKey(folder, "certified_host", "ecdsa");
  const sign = (file: string, ...words: string[]) =>
    run(["ssh-keygen", "-q", "-s", authority.file, "-I", "id", ...words, `${file}.pub`]);
  await sign(host.file, "-h", "-n", "127.0.0.1");
  const sshd = await startSshd({
    users: false,
    config: [
      `TrustedUserCAKeys ${authority.file}.pub`,
      `HostKey ${host.file}`,
      `HostCertificate ${host.file}-cert.pub`,
    ],
  });
  return {
    sshd,
    authority,
    sign,
    async [Symbol.asyncDispose]() {
      await sshd.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

sshTest("logs in with a certificate of an authority that the host trusts", async (startClient, connector) => {
  await using bed = await startCertified();
  await using client = await startClient();
  const key = await makeKey(client.folder, "certified");
  await rejects(client.connect(bed.sshd, { sshKey: key.file }), {
    message: `Cannot connect to web1 (127.0.0.1:${bed.sshd.port}) as root: authentication failed; ` +
      `tried key ${key.file}; the host accepts publickey`,
  });
  await bed.sign(key.file, "-n", "root");
  // What a run has read of a key holds for the run.
  await using later = await startClient();
  const connections = await Promise.all([1, 2].map(() => later.connect(bed.sshd, { sshKey: key.file })));
  strictEqual(await output(connections[0]!, "id", "-un"), "root\n");
  const told = later.said.filter((line) => /using the system's ssh.*has a certificate/.test(line));
  strictEqual(told.length, connector === "ssh" ? 1 : 0);
  await using strict = await startClient();
  const own = { sshKey: key.file, sshClient: "builtin" };
  if (connector === "ssh") {
    await rejects(strict.connect(bed.sshd, own), /only the system's ssh can show its certificate/);
  }
});

sshTest("checks the certificate of a host by the authority in known_hosts", async (startClient, connector) => {
  await using bed = await startCertified();
  await using client = await startClient();
  const write = async (text: string) => {
    await Deno.mkdir(join(client.knownHostsFile, ".."), { recursive: true });
    await Deno.writeTextFile(client.knownHostsFile, text);
  };
  const line = `@cert-authority [127.0.0.1]:${bed.sshd.port} ${bed.authority.publicKey}\n`;
  await write(line);
  const connection = await client.connect(bed.sshd, { sshStrictHostKeyChecking: "yes" });
  strictEqual(await output(connection, "id", "-un"), "root\n");
  strictEqual(await client.knownHosts(), line);
  if (connector === "ssh") match(client.said.join(), /known_hosts trusts a certificate authority for it/);
  const stranger = await makeKey(client.folder, "stranger");
  await write(`@cert-authority * ${stranger.publicKey}\n`);
  await using other = await startClient();
  const data = { sshKnownHostsFile: client.knownHostsFile, sshStrictHostKeyChecking: "yes" };
  await rejects(other.connect(bed.sshd, data), /its host key is not known: .*StrictHostKeyChecking is yes/);
});

sshTest("leaves to the system's ssh what the config asks for, if it may", async (startClient, connector) => {
  await using sshd = await startSshd({ users: false });
  const config = `Match host ${sshd.address} exec true\n User root\n`;
  await using client = await startClient({ config });
  const connection = await client.connect(sshd, { sshUser: undefined });
  strictEqual(await output(connection, "id", "-un"), "root\n");
  if (connector === "openssh") return;
  match(
    client.said.join(),
    /web1: using the system's ssh, also for other hosts of this kind: the ssh config has Match exec/,
  );
  await rejects(client.connect(sshd, { sshClient: "builtin" }), {
    message: "Cannot connect to web1: the ssh config has Match exec, which only the system's ssh can do",
  });
  await using plain = await startClient();
  await plain.connect(sshd, { sshClient: "system" });
});
