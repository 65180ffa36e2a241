import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type RawOutput, textOf } from "../../src/session/mod.ts";
import { bedTest, startDelay } from "../bed/mod.ts";
import { command, leftOn, nothingLeft, out, startTransportBed, until, untilFile } from "./transport_bed.ts";

/** Login shells, and where they are on the host. */
const LOGIN_SHELLS = {
  dash: "/bin/dash",
  bash: "/bin/bash",
  "busybox ash": "/usr/local/bin/ash",
  fish: "/usr/bin/fish",
  tcsh: "/bin/tcsh",
};

/** Text that each login shell would read in its own way. */
const TRICKY = `printf '%s|' 'a\\b' '\\\\' "it's" '!x' '@' 'two
lines' '$HOME' 'é' ''; cat`;
const TRICKY_SAYS = "a\\b|\\\\|it's|!x|@|two\nlines|$HOME|é||";

bedTest("sessions over SSH", async (t) => {
  await using bed = await startTransportBed();
  const { host } = bed;
  await host.run(["ln", "-s", "/bin/busybox", "/usr/local/bin/ash"]);

  for (const [name, path] of Object.entries(LOGIN_SHELLS)) {
    await t.step(`work behind the login shell ${name}`, async () => {
      await host.run(["usermod", "--shell", path, "drover-key"]);
      await using opened = await bed.open({ user: "drover-key" });
      const { shell, close } = opened;
      const ran = await shell.run(
        ["printf 'no newline'", "echo oops >&2; exit 3", TRICKY, "printf 'a\\000\\377'"].map(command),
        {},
        { guarded: false },
      ) as RawOutput[];
      deepStrictEqual(ran.map(({ code }) => code), [0, 3, 0, 0]);
      deepStrictEqual([out(ran[0]), textOf(ran[1]!.stderr), out(ran[2])], ["no newline", "oops\n", TRICKY_SAYS]);
      deepStrictEqual(ran[3]!.stdout.bytes, new Uint8Array([97, 0, 255]));
      for (
        const text of ["exit 7", "exec true", "set -e; false", "cd /", "export HOME=/x", "read x", "kill $$", "if"]
      ) {
        await shell.run([command(text)], {}, { guarded: false });
      }
      const [here, home] = await shell.read(["pwd", "echo $HOME"].map(command), {});
      deepStrictEqual([out(here), out(home)], ["/home/drover-key\n", "/home/drover-key\n"]);
      strictEqual(shell.traffic.sessions, 1);
      const [own] = await shell.run([command(TRICKY)], { _stdin: "given\n" });
      strictEqual(out(own), `${TRICKY_SAYS}given\n`);
      const [terminal] = await shell.run([command("test -t 0 && printf %s 'a\\b'")], { _getPty: true });
      strictEqual(out(terminal), "a\\b");
      await close();
    });
  }

  await t.step("keep what a command left running out of later commands and facts", async () => {
    await using opened = await bed.open();
    const { shell, close } = opened;
    const wait = (name: string) => `while [ ! -e /tmp/${name} ]; do sleep 0.02; done`;
    const noisy = `(trap '' PIPE; ${wait("go")}; for i in 1 2 3; do echo late; echo late >&2; done; : >/tmp/written) &`;
    const [started, next] = await shell.run([
      command(`${noisy} echo started`),
      command(`: >/tmp/go; ${wait("written")}; echo next`),
    ], {}) as RawOutput[];
    deepStrictEqual([out(started), out(next), textOf(next!.stderr)], ["started\n", "next\n", ""]);
    await host.run(["rm", "/tmp/go", "/tmp/written"]);
    await shell.run([command(`${noisy} :`)], {});
    const facts = await shell.read([command(`: >/tmp/go; ${wait("written")}; echo fact`), command("echo two")], {});
    deepStrictEqual(facts.map((one) => out(one) + textOf(one.stderr)), ["fact\n", "two\n"]);
    await host.run(["rm", "/tmp/go", "/tmp/written"]);
    await close();
    await nothingLeft(host);
  });

  await t.step("do not wait for what a command left running", async () => {
    await using opened = await bed.open();
    const { shell, close } = opened;
    await shell.run([command("sleep 1000 & echo $! >/tmp/pid")], {});
    await close();
    await until(async () => (await leftOn(host)).join() === "sleep 1000");
    await host.run(["sh", "-c", "kill $(cat /tmp/pid) && rm /tmp/pid"]);
    await nothingLeft(host);
  });

  await t.step("take marks of other sessions as output", async () => {
    await using opened = await bed.open();
    const { shell, close } = opened;
    const forged = "\x1e0123456789abcdef0123456789abcdef:1:0\x1e";
    const [ran, after] = await shell.run([command(`printf '%s' '${forged}'; exit 4`), command("echo after")], {}, {
      guarded: false,
    }) as RawOutput[];
    deepStrictEqual([out(ran), ran!.code, out(after)], [forged, 4, "after\n"]);
    // The name of the folder, which all on the host can see, is no help to forge marks.
    const folder = (await host.run(["ls", "-A", "/tmp"])).trim().replace(".drover-", "").replaceAll("-", "");
    match(folder, /^[0-9a-f]{32}$/);
    const [own] = await shell.run([command(`printf '\\036%s:3:0\\036' ${folder}; echo whole`)], {});
    strictEqual(out(own), `\x1e${folder}:3:0\x1ewhole\n`);
    await close();
  });

  await t.step("keep 100 MB of output in bounded memory", async () => {
    await using opened = await bed.open();
    const { shell, close } = opened;
    await shell.run([command("true")], {});
    const before = Deno.memoryUsage().rss;
    let most = 0;
    const onOutput = () => most = Math.max(most, Deno.memoryUsage().rss);
    const [ran] = await shell.run([command("head -c 100000000 /dev/zero | tr '\\0' x; echo end")], {}, {
      onOutput,
    }) as RawOutput[];
    strictEqual(ran!.stdout.bytes.length + ran!.stdout.omitted, 100_000_004);
    ok(out(ran).endsWith("end\n"));
    onOutput();
    ok(most - before < 200_000_000, `${(most - before) / 1e6} MB more`);
    await close();
  });

  for (const user of ["root", "drover-sudo"]) {
    await t.step(`end a command of a group by its timeout, over there, for ${user}`, async () => {
      await using opened = await bed.open({ user });
      const { shell, close } = opened;
      const args = user === "root" ? {} : { _sudo: true };
      const commands = [
        command("echo first"),
        command("trap 'echo termed >/tmp/termed; exit 1' TERM; sleep 1000 & wait").with({ _timeout: 0.3 }),
        command("touch /tmp/never"),
      ];
      await rejects(shell.run(commands, args), { code: "timeout", message: /did not end within 0.3 s and was ended/ });
      strictEqual(await host.run(["cat", "/tmp/termed"]), "termed\n");
      const [next, never] = await shell.run([command("echo next"), command("ls /tmp/never")], args, {
        guarded: false,
      }) as RawOutput[];
      deepStrictEqual([out(next), never!.code === 0], ["next\n", false]);
      strictEqual(shell.traffic.sessions, 1);
      await close();
      await host.run(["rm", "/tmp/termed"]);
      await nothingLeft(host);
    });

    await t.step(`end a process of its own by its timeout, over there, for ${user}`, async () => {
      await using opened = await bed.open({ user });
      const { shell, close } = opened;
      const sudo = user === "root" ? {} : { _sudo: true };
      for (const args of [{ _stdin: "x" }, { _getPty: true }]) {
        const slow = shell.run([command("sleep 1000; echo never")], { ...sudo, ...args, _timeout: 0.3 });
        await rejects(slow, { code: "timeout" });
        // The signal goes to all at once, and the shell may be gone a moment before what it had started.
        await until(async () => out((await shell.run([command("pgrep -x sleep")], { ...sudo }))[0]) === "");
      }
      await close();
      await nothingLeft(host);
    });
  }

  await t.step("stop for good: what runs is told, and what was sent ahead does not run", async () => {
    await using opened = await bed.open();
    const { shell, stop, close } = opened;
    const running = shell.run(
      [
        command("trap 'echo termed >/tmp/termed; exit 1' TERM; : >/tmp/begun; sleep 1000 & wait"),
        command("touch /tmp/never"),
      ],
      {},
      { guarded: false },
    );
    const reading = shell.read([command("touch /tmp/never-read")], {});
    const both = Promise.allSettled([running, reading]);
    await untilFile(host, "/tmp/begun");
    stop.abort();
    const results = await both;
    deepStrictEqual(results.map((one) => one.status === "rejected" && one.reason.code), ["interrupted", "interrupted"]);
    await rejects(shell.run([command("touch /tmp/never")], {}));
    await close();
    deepStrictEqual((await host.run(["ls", "/tmp"])).trim().split("\n"), ["begun", "termed"]);
    await host.run(["rm", "/tmp/begun", "/tmp/termed"]);
    await nothingLeft(host);
  });

  await t.step("change between users only when all that was sent has been answered", async () => {
    await using opened = await bed.open({ user: "drover-sudo" });
    const { shell, close } = opened;
    await shell.run([
      command("sleep 0.2; echo 1 >>/tmp/order; chmod 666 /tmp/order"),
      command("echo 2 >>/tmp/order").with({ _sudo: true }),
      command("cat >>/tmp/order").with({ _stdin: "3\n" }),
      command("echo 4 >>/tmp/order"),
    ], {});
    strictEqual(await host.run(["cat", "/tmp/order"]), "1\n2\n3\n4\n");
    await host.run(["rm", "/tmp/order"]);
    const slow = shell.read([command("sleep 0.2; echo read")], { _sudo: true });
    await shell.closeSessions();
    strictEqual(out((await slow)[0]), "read\n");
    await close();
    await nothingLeft(host);
  });

  await t.step("say that it is unknown what ran when the link is lost, and leave nothing behind", async () => {
    await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
    await using opened = await bed.open({ link });
    const { shell, connection } = opened;
    const wait = "while [ ! -e /tmp/go ]; do sleep 0.02; done";
    const running = shell.run([command(`: >/tmp/begun; ${wait}; echo ran; echo ran >/tmp/ran`)], {});
    const unknown = rejects(running, { name: "LinkLost", message: /connection broke.*unknown how far/ });
    await untilFile(host, "/tmp/begun");
    await link.stop();
    await unknown;
    await connection.closed;
    await rejects(shell.run([command("touch /tmp/again")], {}), { name: "ConnectError" });
    await Deno.writeTextFile(host.path("/tmp/go"), "");
    await nothingLeft(host);
    const files = (await host.run(["ls", "/tmp"])).trim().split("\n");
    ok(!files.includes("again"));
    await host.run(["rm", "-f", "/tmp/begun", "/tmp/go", "/tmp/ran"]);
  });

  await t.step("say the same of a process of its own", async () => {
    await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
    await using opened = await bed.open({ link });
    const { shell } = opened;
    const running = shell.run([command(": >/tmp/begun; sleep 0.5")], { _stdin: "x" });
    const unknown = rejects(running, { name: "LinkLost" });
    await untilFile(host, "/tmp/begun");
    await link.stop();
    await unknown;
    await host.run(["rm", "/tmp/begun"]);
    await nothingLeft(host);
  });

  await t.step("notice that their shell was killed", async () => {
    await using opened = await bed.open();
    const { shell, close } = opened;
    await rejects(shell.run([command("kill -9 $PPID; sleep 0.1")], {}), { name: "LinkLost", message: /KILL|137/ });
    const [ran] = await shell.run([command("echo again")], {});
    strictEqual(out(ran), "again\n");
    await close();
    await until(async () => !(await host.run(["ps", "-eo", "args"])).includes("sleep"));
    await host.run(["sh", "-c", "rm -rf /tmp/.drover-*"]);
  });

  await t.step("cost one round trip for facts of a turn, and for the commands of an operation", async () => {
    await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
    await using opened = await bed.open({ link, user: "drover-sudo" });
    const { shell, close } = opened;
    for (const args of [{}, { _sudo: true }]) {
      await shell.read([command("true")], args);
      link.reset();
      await shell.read(Array.from({ length: 20 }, (_, index) => command(`echo ${index}`)), args);
      strictEqual(link.traffic().turns, 1);
      link.reset();
      await shell.run(Array.from({ length: 3 }, (_, index) => command(`echo ${index}`)), args);
      ok(link.traffic().turns <= 4);
    }
    await close();
  });
});
