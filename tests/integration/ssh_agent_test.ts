/** Keys that an agent holds and only the system's ssh can use: security keys, certificates. @module */
import { match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { makeKey, run, startSshd } from "../bed/mod.ts";
import { securityKeyFile, startSecurityKeyAgent } from "./security_key_agent.ts";
import { startAgent } from "./ssh_agent.ts";
import { output, sshTest } from "./ssh_client.ts";

const BY_AGENT = { sshKey: undefined, sshLookForKeys: false };

sshTest("logs in with a security key that the agent holds", async (startClient, connector) => {
  await using sshd = await startSshd({ users: false });
  const folder = await Deno.makeTempDir({ prefix: "drover-sk-" });
  try {
    await using agent = await startSecurityKeyAgent(folder);
    await using client = await startClient({ config: `IdentityAgent ${agent.socket}\n` });
    const refused = `Cannot connect to web1 (127.0.0.1:${sshd.port}) as root: authentication failed; `;
    if (connector === "ssh") {
      await rejects(client.connect(sshd, { ...BY_AGENT, sshClient: "builtin" }), {
        message: `${refused}tried no key and no password; the host accepts publickey; ` +
          'not usable: key "key on USB" of the agent: unsupported key type sk-ssh-ed25519@openssh.com',
      });
    }
    await rejects(client.connect(sshd, BY_AGENT), {
      message: `${refused}tried key "key on USB" of the agent; the host accepts publickey`,
    });
    strictEqual(agent.signatures(), 0);
    await Deno.writeTextFile(join(sshd.folder, "authorized_keys", "root"), `${agent.publicKey}\n`, { append: true });
    const connection = await client.connect(sshd, BY_AGENT);
    strictEqual(await output(connection, "id", "-un"), "root\n");
    strictEqual(agent.signatures(), 1);
    if (connector === "ssh") {
      match(
        client.said.join(),
        /using the system's ssh.*: it cannot use the key "key on USB" of the agent: unsupported/,
      );
    }
    // The public half is enough to choose a key of the agent.
    const sshKey = join(client.folder, "chosen.pub");
    await Deno.writeTextFile(sshKey, `${agent.publicKey}\n`);
    strictEqual(await output(await client.connect(sshd, { sshKey }), "id", "-un"), "root\n");
    strictEqual(agent.signatures(), 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

sshTest("logs in with a certificate that only the agent holds", async (startClient, connector) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-ca-" });
  try {
    const authority = await makeKey(folder, "authority");
    const key = await makeKey(folder, "certified");
    await run(["ssh-keygen", "-q", "-s", authority.file, "-I", "id", "-n", "root", `${key.file}.pub`]);
    await using sshd = await startSshd({ users: false, config: [`TrustedUserCAKeys ${authority.file}.pub`] });
    await using agent = await startAgent();
    // It takes the certificate beside the key too.
    await run(["ssh-add", "-q", key.file], { env: agent.env });
    await Deno.remove(`${key.file}-cert.pub`);
    await using client = await startClient({ config: `IdentityAgent ${agent.socket}\n` });
    const connection = await client.connect(sshd, BY_AGENT);
    strictEqual(await output(connection, "id", "-un"), "root\n");
    if (connector === "ssh") {
      match(client.said.join(), /of the agent: unsupported key type ssh-ed25519-cert-v01@openssh/);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

sshTest("leaves the file of a security key to the system's ssh, which asks the key itself", async (startClient) => {
  await using sshd = await startSshd({ users: false });
  await using client = await startClient();
  const sshKey = join(client.folder, "id_ed25519_sk");
  await Deno.writeTextFile(sshKey, securityKeyFile(), { mode: 0o600 });
  const shown = await run(["ssh-keygen", "-l", "-f", sshKey]);
  match(shown, /\(ED25519-SK\)$/m);
  await rejects(
    client.connect(sshd, { sshKey, sshClient: "builtin" }),
    /unsupported OpenSSH private key type: sk-ssh/i,
  );
  await rejects(
    client.connect(sshd, { sshKey }),
    /authentication failed; tried key \S+id_ed25519_sk; the host accepts/,
  );
  match(client.said.join(), /using the system's ssh.*: it cannot use the key \S+id_ed25519_sk: /);
}, ["ssh"]);
