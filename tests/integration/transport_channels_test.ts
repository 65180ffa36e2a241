import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { bedTest } from "../bed/mod.ts";
import { command, leftOn, nothingLeft, out, startTransportBed, until, untilFile } from "./transport_bed.ts";

for (const limit of [1, 2]) {
  bedTest(`a host with MaxSessions ${limit}`, async (t) => {
    await using bed = await startTransportBed(1, [`MaxSessions ${limit}`]);
    const { host } = bed;

    await t.step("changes users and starts processes of their own, one after the other", async () => {
      await using opened = await bed.open({ user: "drover-sudo" });
      const { shell, close } = opened;
      const ran = await shell.run([
        command("id -un"),
        command("id -un").with({ _sudo: true }),
        command("cat").with({ _stdin: "given" }),
        command("id -un").with({ _sudo: true, _sudoUser: "drover-key" }),
        command("id -un"),
      ], {});
      deepStrictEqual(ran.map(out), ["drover-sudo\n", "root\n", "given", "drover-key\n", "drover-sudo\n"]);
      await close();
      await nothingLeft(host);
    });

    await t.step("reads facts as several users in the same turn", async () => {
      await using opened = await bed.open({ user: "drover-sudo" });
      const { shell } = opened;
      const users = [{}, { _sudo: true }, { _sudo: true, _sudoUser: "drover-key" }];
      const read = await Promise.all(users.map((args) => shell.read([command("id -un")], args)));
      deepStrictEqual(read.map(([one]) => out(one)), ["drover-sudo\n", "root\n", "drover-key\n"]);
    });

    await t.step("ends a command by its timeout, or says that it cannot", async () => {
      await using opened = await bed.open({ user: "drover-key" });
      const { shell, close } = opened;
      await rejects(shell.run([command("sleep 1000; echo never")], { _timeout: 0.3 }), {
        code: "timeout",
        message: /^The command did not end within 0.3 s and was ended/,
      });
      await close();
      await nothingLeft(host);
      if (limit > 1) return;
      await using asRoot = await bed.open();
      await rejects(asRoot.shell.run([command("sleep 1000; echo never")], { _timeout: 0.3 }), {
        code: "timeout",
        message: /could not be ended, so it may still run/,
      });
      await asRoot.close();
      await host.run(["pkill", "sleep"]);
      await nothingLeft(host);
    });

    await t.step("does not wait for what a command left running, or says that it cannot go on", async () => {
      await using opened = await bed.open();
      const { shell, close } = opened;
      await shell.run([command("(trap '' PIPE; sleep 1000; echo late) & :")], {});
      const next = shell.run([command("echo next")], {});
      if (limit === 1) {
        await rejects(next, { name: "LinkLost" });
        await rejects(shell.run([command("echo next")], {}), { name: "ConnectError", hint: /MaxSessions/ });
      } else strictEqual(out((await next)[0]), "next\n");
      await host.run(["pkill", "sleep"]);
      await until(async () => !(await leftOn(host)).some((line) => /^cat|^sleep/.test(line)));
      strictEqual(out((await shell.run([command("echo again")], {}))[0]), "again\n");
      await close();
      await nothingLeft(host);
    });

    await t.step("stops for good", async () => {
      await using opened = await bed.open({ user: "drover-key" });
      const { shell, stop, close } = opened;
      const running = rejects(
        shell.run([command(": >/tmp/begun; sleep 1000"), command("touch /tmp/never")], {}, { guarded: false }),
        { code: "interrupted" },
      );
      await untilFile(host, "/tmp/begun");
      stop.abort();
      await running;
      await close();
      await nothingLeft(host);
      strictEqual(await host.run(["ls", "/tmp"]), "begun\n");
    });
  });
}
