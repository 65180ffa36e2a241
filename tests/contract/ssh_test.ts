import { strictEqual } from "node:assert/strict";
import { server } from "drover";
import { testContract } from "drover/connectors/testing";
import { runScript } from "../../src/testing/mod.ts";
import { bedTest, startOverlayHosts } from "../bed/mod.ts";
import { leftOn } from "../integration/transport_bed.ts";
import { makeBusyboxRoot } from "./busybox_root.ts";

bedTest("@ssh keeps the contract, and so does a root behind it", async (t) => {
  const bed = await startOverlayHosts(1);
  const [host] = bed.hosts;
  const folder = await Deno.makeTempDir({ prefix: "drover-ssh-contract-" });
  try {
    await Deno.writeTextFile(`${folder}/config`, "");
    const data = {
      sshHostname: host!.address,
      sshPort: host!.port,
      sshUser: "root",
      sshKey: bed.keyFile,
      sshConfigFile: `${folder}/config`,
      sshKnownHostsFile: `${folder}/known_hosts`,
    };
    const signals = "OpenSSH passes none on to what root runs";
    const left = () => leftOn(host!);
    await t.step("@openssh", (t) => testContract(t, { reference: "@openssh/web1", data, without: { signals }, left }));
    await t.step("@ssh", (t) => testContract(t, { reference: "@ssh/web1", data, without: { signals }, left }));
    await makeBusyboxRoot(await makeFolder(host!.path("/srv/root")));
    await host!.run(["mount", "-t", "proc", "proc", "/srv/root/proc"]);
    const reference = "@ssh/web1/@chroot/srv/root";
    await t.step(
      "@ssh/…/@chroot",
      (t) => testContract(t, { reference, data, without: { signals, sudo: "the root has none" }, left }),
    );
    await t.step("hosts behind one host share its connection", async () => {
      await makeBusyboxRoot(await makeFolder(host!.path("/srv/other")));
      const logins = async () => (await host!.log()).match(/Accepted publickey/g)?.length ?? 0;
      const before = await logins();
      const script = () => void server.shell({ commands: ["true"] });
      const { results } = await runScript(`web1,${reference},@ssh/web1/@chroot/srv/other`, script, { data });
      for (const [name, { state }] of results.hosts) strictEqual(state, "ok", name);
      strictEqual(results.hosts.size, 3);
      strictEqual(await logins() - before, 1);
    });
  } finally {
    await bed.stop();
    await Deno.remove(folder, { recursive: true });
  }
});

async function makeFolder(path: string): Promise<string> {
  await Deno.mkdir(path, { recursive: true });
  return path;
}
