import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { GlobalArguments } from "../../src/api/mod.ts";
import { files, server } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, type ServerBed, startServerBed } from "./server_bed.ts";

/** Who a command runs as, and what it finds in its environment; each session of the bed has DROVER_BED in it. */
const WHO = 'echo "$(id -un) $(id -gn) $HOME $(pwd) ${DROVER_BED:+kept} ${FROM_PROFILE:-}"';

const LOOK = `read -r word
new=$(find /tmp /run /var /home /root /dev/shm /etc -xdev -maxdepth 3 -type f -cnewer /run/before)
printf '%s\\n' "$word" | grep -slF -f - /proc/[0-9]*/cmdline /proc/[0-9]*/environ $new || :`;

/** Prepares the users and rules of the tests. */
async function prepare({ sh, password }: ServerBed): Promise<void> {
  await sh("echo export FROM_PROFILE=profile | tee -a /root/.profile >/root/.bash_profile");
  await sh("useradd -m -s /bin/sh target && cp /root/.bash_profile /home/target/.profile");
  await sh("useradd -m -s /usr/sbin/nologin app");
  await sh(`echo 'target:${password}' | chpasswd -c SHA512`);
  await sh("echo 'Defaults logfile=/var/log/sudo.log' >/etc/sudoers.d/log; chmod 440 /etc/sudoers.d/log");
}

/** What a command prints as the user of the global arguments, in the session and in a process of its own. */
async function who(bed: ServerBed, login: string, globals: GlobalArguments): Promise<string> {
  const printed: string[] = [];
  await bed.apply(async (host) => {
    const inSession = server.shell({ commands: WHO, ...globals });
    const inProcess = server.shell({ commands: WHO, _stdin: "", ...globals });
    if (host.phase === "apply") printed.push(await inSession.stdout, await inProcess.stdout);
  }, { login });
  strictEqual(printed[0], printed[1]);
  return printed[0]!.trim();
}

bedTest("commands run as the user whom the global arguments name", async (t) => {
  await using bed = await startServerBed();
  await prepare(bed);
  const { password, sh } = bed;
  const refused = async (login: string, globals: GlobalArguments) =>
    failureOf(await bed.run(() => server.shell({ commands: "touch /tmp/never", ...globals }), { login }));

  const cases: readonly [what: string, login: string, globals: GlobalArguments, expected: string][] = [
    ["the login user", "drover-key", {}, "drover-key drover-key /home/drover-key /home/drover-key kept"],
    ["root", "root", {}, "root root /root /root kept"],
    ["sudo without a password", "drover-sudo", { _sudo: true }, "root root /root /home/drover-sudo"],
    [
      "sudo with a password",
      "drover-sudo-password",
      { _sudo: true, _sudoPassword: password },
      "root root /root /home/drover-sudo-password",
    ],
    [
      "sudo with a password that is not asked for",
      "drover-sudo",
      { _sudo: true, _sudoPassword: "whatever" },
      "root root /root /home/drover-sudo",
    ],
    [
      "sudo to a user",
      "drover-sudo",
      { _sudo: true, _sudoUser: "drover-key" },
      "drover-key drover-key /home/drover-key /home/drover-sudo",
    ],
    [
      "sudo to a user with a password",
      "drover-sudo-password",
      { _sudo: true, _sudoUser: "app", _sudoPassword: password },
      "app app /home/app /home/drover-sudo-password",
    ],
    ["sudo with a login shell", "drover-sudo", { _sudo: true, _useSudoLogin: true }, "root root /root /root  profile"],
    [
      "sudo with a login shell of a user and a password",
      "drover-sudo-password",
      { _sudo: true, _useSudoLogin: true, _sudoUser: "target", _sudoPassword: password },
      "target target /home/target /home/target  profile",
    ],
    [
      "sudo that keeps the environment",
      "drover-sudo",
      { _sudo: true, _preserveSudoEnv: true },
      "root root /root /home/drover-sudo kept",
    ],
    ["su from root", "root", { _suUser: "target" }, "target target /home/target /root kept"],
    [
      "su with a login shell",
      "root",
      { _suUser: "target", _useSuLogin: true },
      "target target /home/target /home/target  profile",
    ],
    [
      "su that keeps the environment",
      "root",
      { _suUser: "target", _preserveSuEnv: true },
      "target target /root /root kept",
    ],
    [
      "su with a shell for a user that has none",
      "root",
      { _suUser: "app", _suShell: "sh" },
      "app app /home/app /root kept",
    ],
    [
      "su with a password",
      "drover-key",
      { _suUser: "target", _suPassword: password },
      "target target /home/target /home/drover-key kept",
    ],
    [
      "su with a password and a login shell",
      "drover-key",
      { _suUser: "target", _suPassword: password, _useSuLogin: true },
      "target target /home/target /home/target  profile",
    ],
    [
      "su by sudo",
      "drover-sudo",
      { _sudo: true, _suUser: "target" },
      "target target /home/target /home/drover-sudo",
    ],
    [
      "su by sudo with a password",
      "drover-sudo-password",
      { _sudo: true, _sudoPassword: password, _suUser: "app", _suShell: "bash" },
      "app app /home/app /home/drover-sudo-password",
    ],
    [
      "su with a password by sudo with a password",
      "drover-sudo-password",
      { _sudo: true, _sudoUser: "drover-key", _sudoPassword: password, _suUser: "target", _suPassword: password },
      "target target /home/target /home/drover-sudo-password",
    ],
  ];
  for (const [what, login, globals, expected] of cases) {
    await t.step(what, async () => strictEqual(await who(bed, login, globals), expected));
  }

  await t.step("a terminal and sudo with a password go together", async () => {
    let stdout = "";
    await bed.apply(async (host) => {
      const one = server.shell({ commands: "id -un; tty", _getPty: true, _sudo: true, _sudoPassword: password });
      if (host.phase === "apply") stdout = await one.stdout;
    }, { login: "drover-sudo-password" });
    match(stdout, /^root\r?\n\/dev\/pts\/\d+\r?\n$/);
  });

  await t.step("the wrong password is refused clearly, and given once", async () => {
    await sh(": >/var/log/sudo.log");
    const error = await refused("drover-sudo-password", { _sudo: true, _sudoPassword: "not the password" });
    match(error.message, /The password for root by sudo was refused/);
    match(error.hint!, /Check the password/);
    const log = await sh("cat /var/log/sudo.log");
    match(log, /1 incorrect password attempt/);
    strictEqual(log.match(/incorrect password/g)!.length, 1);
    match(
      (await refused("drover-key", { _suUser: "target", _suPassword: "wrong" })).message,
      /target by su was refused/,
    );
  });

  await t.step("what is missing is said", async () => {
    const noPassword = await refused("drover-sudo-password", { _sudo: true });
    match(noPassword.message, /Cannot become root by sudo: .*a password is required/);
    match(noPassword.hint!, /--use-sudo-password/);
    match((await refused("drover-key", { _sudo: true, _sudoPassword: "guessed at" })).message, /root by sudo/);
    match(
      (await refused("drover-sudo", { _sudo: true, _sudoUser: "nobodys" })).message,
      /nobodys by sudo: .*unknown user/,
    );
    match((await refused("root", { _suUser: "nobodys" })).message, /nobodys by su: .*does not exist/);
    match((await refused("root", { _suUser: "app" })).message, /app by su: .*not available/);
    const noSuPassword = await refused("drover-key", { _suUser: "target" });
    match(noSuPassword.message, /target by su: .*Authentication failure/);
    match(noSuPassword.hint!, /_suPassword/);
    match((await refused("drover-key", { _doas: true })).message, /root by doas/);
    strictEqual(await sh("ls /tmp/never 2>/dev/null || echo none"), "none\n");
  });

  await t.step("a password is in no argument, environment or file while commands run", async () => {
    // The host looks at its own processes and at files that are new, as root; the password comes by stdin.
    await sh("touch /run/before");
    const look = () => bed.host.run(["sh", "-c", LOOK], { stdin: `${password}\n` });
    const found: string[] = [];
    await sh("mkfifo -m 666 /tmp/waits /tmp/goes-on");
    const watch = (async () => {
      for (let round = 0; round < 3; round++) {
        await sh("read -r _ </tmp/waits");
        found.push(await look());
        await sh("echo on >/tmp/goes-on");
      }
    })();
    const wait = "echo here >/tmp/waits; read -r _ </tmp/goes-on";
    const sudo = { _sudo: true, _sudoPassword: password };
    await bed.apply(() => {
      server.shell({ commands: wait, ...sudo });
      server.shell({ commands: wait, _stdin: "some input\n", ...sudo });
      files.put({ src: new TextEncoder().encode("x".repeat(300_000)), dest: "/root/large", ...sudo });
      server.shell({ commands: wait, _suUser: "target", _suPassword: password });
    }, { login: "drover-sudo-password" });
    await watch;
    deepStrictEqual(found, ["", "", ""]);
    strictEqual(await sh("stat -c '%U %s' /root/large"), "root 300000\n");
    // The same look finds what is there to be found.
    await sh(`echo '${password}' >/tmp/planted`);
    strictEqual(await look(), "/tmp/planted\n");
    ok(!(await bed.host.log()).includes(password));
  });

  await t.step("the password is masked in what a run tells", async () => {
    const told: string[] = [];
    const globals = { _sudo: true, _sudoPassword: password };
    const outcome = await bed.run(() => server.shell({ commands: `echo ${password}; exit 4`, ...globals }), {
      login: "drover-sudo-password",
      onEvent: (event) => {
        if (event.type === "command") told.push(event.text);
        if (event.type === "operation.started") told.push(event.name);
      },
    });
    const { message, hint } = failureOf(outcome);
    match(message, /exit code 4: \*\*\*/);
    match(hint!, /echo \*\*\*; exit 4/);
    ok(told.some((text) => text.includes("echo ***; exit 4")));
    deepStrictEqual(told.filter((text) => text.includes(password)), []);
  });

  const doas = await bed.host.run([
    "sh",
    "-c",
    "apt-get install -q -y opendoas || { apt-get update -q; apt-get install -q -y opendoas; }",
  ])
    .then(() => true, () => false);
  await t.step({
    name: "doas",
    ignore: !doas,
    fn: async () => {
      await sh("printf 'permit nopass drover-key\\npermit drover-sudo\\n' >/etc/doas.conf; chmod 600 /etc/doas.conf");
      match(await who(bed, "drover-key", { _doas: true }), /^root root \/root /);
      match(await who(bed, "drover-key", { _doas: true, _doasUser: "target" }), /^target target \/home\/target /);
      match(await who(bed, "drover-key", { _doas: true, _suUser: "target" }), /^target target \/home\/target /);
      match(
        (await refused("drover-sudo", { _doas: true })).message,
        /Cannot become root by doas: .*Authentication required/,
      );
    },
  });
});
