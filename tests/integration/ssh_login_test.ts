import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { makeKey, run, startSshd } from "../bed/mod.ts";
import { startAgent } from "./ssh_agent.ts";
import { type Client, output, sshTest } from "./ssh_client.ts";

const ROOT_ONLY = { users: false } as const;
/** For tests that offer no key unless they name one. */
const NO_KEY = { sshKey: undefined, sshLookForKeys: false, sshAllowAgent: false };

sshTest("asks for the password of an encrypted key once a run", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const questions: string[] = [];
  const ask = (question: string) => Promise.resolve((questions.push(question), "s3cret"));
  await using client = await startClient({ ask });
  const sshKey = await encryptedCopy(sshd.keyFile, client);
  await Promise.all([client.connect(sshd, { sshKey }), client.connect(sshd, { sshKey })]);
  deepStrictEqual(questions, [`Password of the key ${sshKey}: `]);
  await using other = await startClient();
  await other.connect(sshd, { sshKey, sshKeyPassword: "s3cret" });
  await rejects(other.connect(sshd, { sshKey, sshKeyPassword: "wrong" }), {
    message: `Cannot connect to web1 (127.0.0.1:${sshd.port}) as root: authentication failed; tried key ${sshKey}; ` +
      `the host accepts publickey; not usable: key ${sshKey}: the password is wrong`,
  });
});

sshTest("asks for no password of a key that the host does not know", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient({ ask: () => Promise.reject(new Error("must not ask")) });
  const { file } = await makeKey(client.folder, "stranger");
  const sshKey = await encryptedCopy(file, client);
  await rejects(client.connect(sshd, { sshKey }), (error: Error) => !error.message.includes("must not ask"));
});

sshTest("logs in with keys of every kind", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const keys = await Promise.all(
    (["rsa", "ecdsa", "ed25519"] as const).map((type) => makeKey(client.folder, `key_${type}`, type)),
  );
  const lines = keys.map((key) => `${key.publicKey}\n`).join("");
  await Deno.writeTextFile(join(sshd.folder, "authorized_keys", "root"), lines, { append: true });
  for (const { file } of keys) await client.connect(sshd, { sshKey: file });
});

sshTest("of several keys that are named, those that are there are tried", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const { file: stranger } = await makeKey(client.folder, "stranger");
  const absent = join(client.folder, "absent");
  await client.connect(sshd, { sshKey: [absent, stranger, sshd.keyFile] });
  await rejects(client.connect(sshd, { sshKey: [absent, stranger] }), /authentication failed; tried key \S+stranger;/);
  await rejects(client.connect(sshd, { sshKey: absent }), /cannot use the key \S+absent: there is no such file/);
});

sshTest("uses the keys of the agent that the config names", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using agent = await startAgent();
  await using client = await startClient({ config: `IdentityAgent ${agent.socket}\n` });
  const stranger = await makeKey(client.folder, "stranger");
  await run(["ssh-add", "-q", stranger.file], { env: agent.env });
  const data = { ...NO_KEY, sshAllowAgent: true };
  await rejects(
    client.connect(sshd, data),
    /authentication failed; tried key .* of the agent; the host accepts publickey/,
  );
  await run(["ssh-add", "-q", sshd.keyFile], { env: agent.env });
  await client.connect(sshd, data);
  await rejects(client.connect(sshd, NO_KEY), /tried no key and no password/);
  // The public half is enough to choose a key of the agent.
  const sshKey = join(client.folder, "chosen.pub");
  await Deno.copyFile(`${sshd.keyFile}.pub`, sshKey);
  await client.connect(sshd, { ...data, sshKey });
});

sshTest("forwards the agent", async (startClient) => {
  await using sshd = await startSshd();
  await using agent = await startAgent();
  await run(["ssh-add", "-q", sshd.keyFile], { env: agent.env });
  await using client = await startClient({ config: `IdentityAgent ${agent.socket}\n` });
  const connection = await client.connect(sshd, { sshUser: "drover-key", sshForwardAgent: true });
  match(await output(connection, "ssh-add", "-l"), /ED25519/);
  const without = await client.connect(sshd, { sshUser: "drover-key" });
  strictEqual(await output(without, "ssh-add", "-l"), "");
});

sshTest("goes on where the agent does not answer", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient({ config: "IdentityAgent /no/such/socket\n" });
  await client.connect(sshd);
  await rejects(client.connect(sshd, { ...NO_KEY, sshAllowAgent: true }), /not usable: agent \/no\/such\/socket: /);
});

sshTest("logs in with a password, and says what the host accepts when it is wrong", async (startClient) => {
  await using sshd = await startSshd();
  await using client = await startClient();
  const data = { ...NO_KEY, sshUser: "drover-password" };
  const connection = await client.connect(sshd, { ...data, sshPassword: sshd.password });
  strictEqual(await output(connection, "id", "-un"), "drover-password\n");
  deepStrictEqual(client.secrets, [sshd.password]);
  const as = `Cannot connect to web1 (127.0.0.1:${sshd.port}) as drover-password: authentication failed; `;
  await rejects(client.connect(sshd, { ...data, sshPassword: "wrong" }), {
    message: `${as}tried password; the host accepts publickey, password`,
  });
  await rejects(client.connect(sshd, data), {
    message: `${as}tried no key and no password; the host accepts publickey, password`,
    hint: "Name a key with sshKey, load one into an SSH agent, or set sshPassword.",
  });
});

sshTest("gives the password interactively where the host wants that", async (startClient) => {
  await using sshd = await startSshd({ pam: true, config: ["PasswordAuthentication no"] });
  await using client = await startClient();
  const data = { ...NO_KEY, sshUser: "drover-password" };
  const connection = await client.connect(sshd, { ...data, sshPassword: sshd.password });
  strictEqual(await output(connection, "id", "-un"), "drover-password\n");
});

sshTest("names the key that is refused or missing", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const { file } = await makeKey(client.folder, "stranger");
  await rejects(client.connect(sshd, { sshKey: file }), {
    message: `Cannot connect to web1 (127.0.0.1:${sshd.port}) as root: authentication failed; ` +
      `tried key ${file}; the host accepts publickey`,
    hint: "Check the user, and that the public key stands in ~/.ssh/authorized_keys of root there.",
  });
  await rejects(client.connect(sshd, { sshKey: "/no/such/key" }), {
    message: "Cannot connect to web1: cannot use the key /no/such/key: there is no such file",
  });
});

sshTest("remembers a new host key once, and knows it again", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  await Promise.all([client.connect(sshd), client.connect(sshd)]);
  strictEqual(await client.knownHosts(), sshd.knownHosts);
  strictEqual((await Deno.stat(client.knownHostsFile)).mode! & 0o777, 0o600);
  strictEqual((await Deno.stat(join(client.knownHostsFile, ".."))).mode! & 0o777, 0o700);
  strictEqual(client.said.length, 1);
  await using later = await startClient();
  await later.connect(sshd, { sshKnownHostsFile: client.knownHostsFile, sshStrictHostKeyChecking: "yes" });
  deepStrictEqual(later.said, []);
});

sshTest("hashes names where the config says so, and leaves the lines of others alone", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient({ config: "HashKnownHosts yes\n" });
  await Deno.mkdir(join(client.knownHostsFile, ".."));
  await Deno.writeTextFile(client.knownHostsFile, "# mine, without an end of line");
  await client.connect(sshd);
  const [mine, hashed, end] = (await client.knownHosts()).split("\n");
  deepStrictEqual([mine, end], ["# mine, without an end of line", ""]);
  match(hashed!, /^\|1\|\S+ ssh-ed25519 /);
  match(await run(["ssh-keygen", "-F", `[127.0.0.1]:${sshd.port}`, "-f", client.knownHostsFile]), /found: line 2/);
});

sshTest("refuses a changed host key, whatever is said about unknown ones", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  for (const checking of ["yes", "no", "off", "ask", "accept-new"]) {
    await using client = await startClient();
    const other = await makeKey(client.folder, "other");
    const [shown, known] = await Promise.all([sshd.hostKeys[0]!.file, other.file].map(fingerprintOf));
    const line = `[127.0.0.1]:${sshd.port} ${other.publicKey}\n`;
    await Deno.mkdir(join(client.knownHostsFile, ".."));
    await Deno.writeTextFile(client.knownHostsFile, line);
    await rejects(client.connect(sshd, { sshStrictHostKeyChecking: checking }), {
      message: `Cannot connect to web1 (127.0.0.1:${sshd.port}): its host key has changed: it showed ssh-ed25519 ` +
        `${shown}, known is ssh-ed25519 ${known} ` +
        `(${client.knownHostsFile}:1)`,
      hint: "Somebody may be between you and the host. If you are sure that it has a new key, forget the old one: " +
        `\`ssh-keygen -R '[127.0.0.1]:${sshd.port}' -f ${client.knownHostsFile}\`.`,
    });
    strictEqual(await client.knownHosts(), line);
  }
});

sshTest("offers the kind of host key that is known first", async (startClient) => {
  await using sshd = await startSshd({ ...ROOT_ONLY, hostKeyTypes: ["ed25519", "ecdsa", "rsa"] });
  for (const line of sshd.knownHosts.trim().split("\n")) {
    await using client = await startClient();
    await Deno.mkdir(join(client.knownHostsFile, ".."));
    await Deno.writeTextFile(client.knownHostsFile, `${line}\n`);
    await client.connect(sshd, { sshStrictHostKeyChecking: "yes" });
  }
});

sshTest("refuses an unknown key with yes, asks with ask, warns with no", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const shown = `ssh-ed25519 ${await fingerprintOf(sshd.hostKeys[0]!.file)}`;
  const where = `web1 (127.0.0.1:${sshd.port})`;
  const answers = ["no", "yes"];
  const questions: string[] = [];
  const ask = (question: string) => Promise.resolve((questions.push(question), answers.shift()!));
  await using client = await startClient({ ask });
  const unknown = `Cannot connect to ${where}: its host key is not known: ${shown}; `;
  await rejects(client.connect(sshd, { sshStrictHostKeyChecking: "yes" }), {
    message: `${unknown}StrictHostKeyChecking is yes`,
  });
  await rejects(client.connect(sshd, { sshStrictHostKeyChecking: "ask" }), {
    message: `${unknown}the answer was not yes`,
  });
  strictEqual(await client.knownHosts(), "");
  await client.connect(sshd, { sshStrictHostKeyChecking: "ask" });
  const question = `The host key of ${where} is not known: ${shown}. Type yes to trust it from now on: `;
  deepStrictEqual(questions, [question, question]);
  strictEqual(await client.knownHosts(), sshd.knownHosts);
  await using careless = await startClient();
  await careless.connect(sshd, { sshStrictHostKeyChecking: "no" });
  match(careless.said[0]!, /^warning: .*trusting the unknown host key/);
});

sshTest("refuses revoked keys", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  await Deno.mkdir(join(client.knownHostsFile, ".."));
  await Deno.writeTextFile(client.knownHostsFile, `${sshd.knownHosts}@revoked * ${sshd.hostKeys[0]!.publicKey}\n`);
  await rejects(client.connect(sshd), new RegExp(`is revoked in ${client.knownHostsFile}:2$`));
});

sshTest("goes by HostKeyAlias", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient({ config: "HostKeyAlias cluster\n" });
  await client.connect(sshd);
  ok((await client.knownHosts()).startsWith("cluster ssh-ed25519 "));
});

async function encryptedCopy(file: string, client: Client): Promise<string> {
  const copy = join(client.folder, "encrypted");
  await Deno.copyFile(file, copy);
  await Deno.chmod(copy, 0o600);
  await run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "s3cret", "-f", copy]);
  return copy;
}

async function fingerprintOf(file: string): Promise<string> {
  return (await run(["ssh-keygen", "-l", "-f", file])).split(" ")[1]!;
}
