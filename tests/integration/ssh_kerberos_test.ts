/** Kerberos: only the system's ssh has it. @module */
import { match, rejects, strictEqual } from "node:assert/strict";
import { bedTest, startSshd } from "../bed/mod.ts";
import { lacksForRealm, startRealm } from "./kerberos.ts";
import { output, startClient } from "./ssh_client.ts";

const lacking = await lacksForRealm();
const NO_KEY = { sshKey: undefined, sshLookForKeys: false, sshAllowAgent: false };
const CONFIG = "GSSAPIAuthentication yes\n";
const title = "a Kerberos ticket logs in, through the system's ssh";

if (lacking) Deno.test({ name: `${title} (skipped: there is no ${lacking})`, ignore: true, fn: () => {} });
else {
  bedTest(title, async () => {
    await using realm = await startRealm();
    const names = Object.keys(realm.env);
    const before = names.map((name) => [name, Deno.env.get(name)] as const);
    // The server and the system's ssh take them from us.
    for (const [name, value] of Object.entries(realm.env)) Deno.env.set(name, value);
    try {
      await using sshd = await startSshd({
        users: false,
        config: ["GSSAPIAuthentication yes", "GSSAPIStrictAcceptorCheck no"],
      });
      await using client = await startClient({ config: CONFIG });
      const refused =
        /authentication failed; tried no key and no password; the host accepts publickey.*, gssapi-with-mic$/;
      await rejects(client.connect(sshd, NO_KEY), refused);
      strictEqual(client.said.join().includes("the system's ssh"), false, "there is no ticket yet");
      await realm.login();
      const connection = await client.connect(sshd, NO_KEY);
      strictEqual(await output(connection, "id", "-un"), "root\n");
      match(client.said.join(), /using the system's ssh.*: the host takes Kerberos tickets/);
      await using direct = await startClient({ config: CONFIG, connector: "openssh" });
      strictEqual(await output(await direct.connect(sshd, NO_KEY), "id", "-un"), "root\n");
      match(await sshd.log(), /Accepted gssapi-with-mic for root/);
    } finally {
      for (const [name, value] of before) value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
    }
  });
}
