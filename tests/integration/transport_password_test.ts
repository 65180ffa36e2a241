import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { HostShell, Passwords, type Spawn } from "../../src/session/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { command, nothingLeft, out, startTransportBed } from "./transport_bed.ts";

bedTest("passwords of a change of user", async (t) => {
  await using bed = await startTransportBed(3);
  const { host, bed: { password, hosts } } = bed;
  const user = "drover-sudo-password";
  const refusals = async () => {
    const logs = await Promise.all(hosts.map(({ run }) => run(["sh", "-c", "cat /var/log/sudo.log || :"])));
    return logs.map((log) => (log.match(/incorrect password attempt/g) ?? []).length);
  };
  for (const { run } of hosts) {
    await run(["sh", "-c", "echo 'Defaults logfile=/var/log/sudo.log' >/etc/sudoers.d/drover-log"]);
  }

  await t.step("go in only after the prompt, and nothing else before the hello", async () => {
    await using opened = await bed.open({ user });
    const written: string[] = [];
    const events: string[] = [];
    const spawn: Spawn = async (argv, options) => {
      deepStrictEqual(argv.filter((word) => word.includes(password)), []);
      const process = await opened.connection.spawn(argv, options);
      const note = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          const text = new TextDecoder().decode(chunk);
          written.push(text);
          events.push(text.includes(password) ? "password" : "commands");
          controller.enqueue(chunk);
        },
      });
      void note.readable.pipeTo(process.stdin).catch(() => {});
      const hear = (name: string) =>
        new TransformStream<Uint8Array, Uint8Array>(
          {
            transform(chunk, controller) {
              const text = new TextDecoder().decode(chunk);
              if (/drover-[0-9a-f-]+:/.test(text)) events.push("prompt");
              if (/hello-/.test(text)) events.push("hello");
              controller.enqueue(chunk);
            },
          },
          undefined,
          { highWaterMark: name.length },
        );
      return {
        ...process,
        kill: (signal) => process.kill(signal),
        stdin: note.writable,
        stdout: process.stdout.pipeThrough(hear("stdout")),
        stderr: process.stderr.pipeThrough(hear("stderr")),
      };
    };
    const shell = new HostShell(spawn, opened.stop.signal);
    const [who] = await shell.run([command("id -un")], { _sudo: true, _sudoPassword: password });
    strictEqual(out(who), "root\n");
    const inOrder = events.filter((event, index) => event !== events[index - 1]);
    deepStrictEqual(inOrder.slice(0, 4), ["prompt", "password", "hello", "commands"]);
    strictEqual(events.filter((event) => event === "password").length, 1);
    ok(written.length > 1);
    await shell.close();
  });

  await t.step("are kept from hosts where another one has refused them", async () => {
    const passwords = new Passwords();
    const opened = await Promise.all(hosts.map((one) => bed.open({ user, host: one, passwords })));
    const args = { _sudo: true, _sudoPassword: "a mistyped one" };
    const results = await Promise.allSettled(opened.map(({ shell }) => shell.run([command("id -un")], args)));
    const messages = results.map((one) => one.status === "rejected" ? one.reason.message : "done");
    strictEqual(messages.filter((message) => message === "The password for root by sudo was refused").length, 1);
    const others = messages.filter((message) => /sudo was refused on host\d and is not offered again/.test(message));
    strictEqual(others.length, 2, messages.join("\n"));
    await rejects(opened[0]!.shell.run([command("id -un")], args), /is not offered again/);
    deepStrictEqual((await refusals()).toSorted(), [0, 0, 1]);

    // Another password is another matter.
    const right = { _sudo: true, _sudoPassword: password };
    const ran = await Promise.all(opened.map(({ shell }) => shell.run([command("id -un")], right)));
    deepStrictEqual(ran.map(([one]) => out(one)), ["root\n", "root\n", "root\n"]);
    await Promise.all(opened.map(({ close }) => close()));
    for (const one of hosts) await nothingLeft(one);
  });

  await t.step("are missing: nothing is sent, and the error says what to do", async () => {
    await using opened = await bed.open({ user });
    const failed = await opened.shell.run([command("touch /tmp/never")], { _sudo: true }).catch((error) => error);
    strictEqual(failed.name, "ConnectError");
    match(failed.message, /Cannot become root by sudo: .*password is required/);
    match(failed.hint, /--use-sudo-password/);
    strictEqual(await host.run(["ls", "/tmp"]), "");
    await opened.close();
    await nothingLeft(host);
  });
});
