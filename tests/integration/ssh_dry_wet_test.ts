import { match, ok, strictEqual } from "node:assert/strict";
import { hasWork } from "../../src/engine/mod.ts";
import { ssh } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, startServerBed } from "./server_bed.ts";

bedTest("a host reaches a further one by SSH", async (t) => {
  await using bed = await startServerBed();
  const { dryWet, run, sh, host } = bed;
  // The further host is the same one, by the same key: it has other users.
  const further = { hostname: host.address, port: host.port };
  await sh("rm -rf /root/.ssh && mkdir -m 700 /root/.ssh && printf 'one\\n' >/srv/file");
  await Deno.copyFile(`${bed.folder}/client`, host.path("/root/.ssh/id_ed25519"));
  await sh("chmod 600 /root/.ssh/id_ed25519");

  await t.step("ssh.keyscan makes a host known once, and anew when forced", async () => {
    match(failureOf(await run(() => ssh.command({ ...further, command: "true" }))).message, /Host key verification/);
    await dryWet(() => ssh.keyscan(further));
    await dryWet(() => ssh.keyscan({ ...further, force: true }), { always: true });
    strictEqual(await sh(`ssh-keygen -F '[${host.address}]:${host.port}' | grep -vc '^#'`), "1\n");
  });

  await t.step("ssh.command runs a command there as it stands", async () => {
    const command = 'echo "$(id -un) it\'s" >>/tmp/said';
    await dryWet(() => ssh.command({ ...further, user: "drover-key", command }), { always: true });
    strictEqual(await sh("cat /tmp/said"), "drover-key it's\n".repeat(2));
  });

  await t.step("ssh.upload copies a file there, also to where only root may write", async () => {
    const file = { ...further, filename: "/srv/file" };
    await dryWet(() => ssh.upload({ ...file, user: "drover-key", remoteFilename: "/tmp/copy" }), { always: true });
    strictEqual(await sh("stat -c %U /tmp/copy && cat /tmp/copy"), "drover-key\none\n");
    const protectedFile = { ...file, user: "drover-sudo", remoteFilename: "/srv/it's protected", useRemoteSudo: true };
    await dryWet(() => ssh.upload(protectedFile), { always: true });
    strictEqual(await sh(`cat "/srv/it's protected"; ls -A /home/drover-sudo`), "one\n");
  });

  await t.step("ssh.download copies a file from there, once", async () => {
    const file = { ...further, user: "drover-key", filename: "/tmp/copy", localFilename: "/srv/back" };
    await dryWet(() => ssh.download(file));
    strictEqual(await sh("cat /srv/back"), "one\n");
    ok(hasWork((await run(() => ssh.download({ ...file, force: true }), { dry: true })).plan!));
  });
});
