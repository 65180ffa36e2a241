import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { ssh } from "./client.ts";
import { bedTest, startSshd } from "./mod.ts";
import { isRunning, processId } from "./processes.ts";
import { BED_USERS } from "./users.ts";

bedTest("sshd lets each user of the bed in as its name says, and no other way", async () => {
  await using sshd = await startSshd();
  const { keyFile, password } = sshd;
  for (const user of BED_USERS) {
    const byKey = ssh(sshd, { user: user.name, keyFile }, "id -un");
    if (user.key) strictEqual(await byKey, `${user.name}\n`);
    else await rejects(byKey, /Permission denied/);
    const byPassword = ssh(sshd, { user: user.name, password }, "id -un");
    if (user.password) strictEqual(await byPassword, `${user.name}\n`);
    else await rejects(byPassword, /Permission denied|ended with/);
  }
  strictEqual(await ssh(sshd, { user: "root", keyFile }, "id -un"), "root\n");
});

bedTest("sudo asks the users of the bed for what their names say", async () => {
  await using sshd = await startSshd();
  const { keyFile, password } = sshd;
  strictEqual(await ssh(sshd, { user: "drover-sudo", keyFile }, "sudo -n id -un"), "root\n");
  await rejects(ssh(sshd, { user: "drover-sudo-password", keyFile }, "sudo -n id -un"), /password is required/);
  const withPassword = { user: "drover-sudo-password", keyFile, stdin: `${password}\n` };
  strictEqual(await ssh(sshd, withPassword, "sudo -S -p '' id -un"), "root\n");
  const wrong = { ...withPassword, stdin: "wrong\n" };
  await rejects(ssh(sshd, wrong, "sudo -S -p '' id -un"), /incorrect password|try again/);
  await rejects(ssh(sshd, { user: "drover-key", keyFile }, "sudo -n id -un"), /password is required|not allowed/);
});

bedTest("a stopped sshd leaves no process, file or user, not even what a session left running", async () => {
  const sshd = await startSshd();
  const line = "setsid sleep 600 >/dev/null 2>&1 & echo $!";
  const left = await processId(Number(await ssh(sshd, { user: "drover-key", keyFile: sshd.keyFile }, line)));
  ok(left && await isRunning(left));
  // Another bed of the same machine holds the users for as long as it needs them.
  const other = await startSshd();
  await sshd.stop();
  deepStrictEqual([await isRunning(left), await isThere(sshd.folder)], [false, false]);
  match(await ssh(other, { user: "drover-key", keyFile: other.keyFile }, "pwd"), /drover-key/);
  await other.stop();
  await rejects(Deno.connect({ hostname: other.address, port: other.port }));
});

bedTest("sshd with own lines, several host keys and PAM takes a password interactively", async () => {
  await using sshd = await startSshd({
    pam: true,
    hostKeyTypes: ["ed25519", "ecdsa"],
    config: ["PasswordAuthentication no"],
  });
  strictEqual(sshd.knownHosts.trim().split("\n").length, 2);
  const login = { user: "drover-password", password: sshd.password };
  strictEqual(await ssh(sshd, login, "id -un"), "drover-password\n");
});

bedTest("sshd that cannot start says why", async () => {
  await rejects(startSshd({ users: false, config: ["NoSuchOption yes"] }), /sshd does not start: .*NoSuchOption/s);
});

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
