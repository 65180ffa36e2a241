import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { server } from "../../src/modules/mod.ts";
import { bedTest, makeKey } from "../bed/mod.ts";
import { failureOf, type ServerBed, startServerBed } from "./server_bed.ts";

const KEYS = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample+one one@x", "ssh-rsa AAAAB3Example/two= two@x"] as const;
const HASH = "$6$drover$kGpUdUxkg8xE3.f2N1A0eyRz2c0v1mS1";

const entry = async ({ sh }: ServerBed, file: string, name: string) =>
  (await sh(`grep '^${name}:' /etc/${file} || :`)).trim().split(":");

bedTest("users, groups and their keys on a host of their own", async (t) => {
  await using bed = await startServerBed({
    config: ["AuthorizedKeysFile /etc/drover-bed/authorized_keys/%u .ssh/authorized_keys"],
  });
  const { dryWet, sh } = bed;

  await t.step("server.group adds a group with its number, and removes it", async () => {
    await dryWet(() => server.group({ group: "herd", gid: 4242 }));
    deepStrictEqual(await entry(bed, "group", "herd"), ["herd", "x", "4242", ""]);
    await dryWet(() => server.group({ group: "sysherd", system: true }));
    ok(Number((await entry(bed, "group", "sysherd"))[2]) < 1000);
    await dryWet(() => server.group({ group: "sysherd", present: false }));
    deepStrictEqual(await entry(bed, "group", "sysherd"), [""]);
  });

  await t.step("server.user adds a user with all that can be said of it", async () => {
    await dryWet(() =>
      server.user({
        user: "rex",
        home: "/srv/rex",
        shell: "/bin/bash",
        group: "herd",
        groups: ["adm", "staff"],
        uid: 4343,
        comment: "Rex O'Sheep",
        createHome: true,
        password: HASH,
        publicKeys: [KEYS[0]],
      })
    );
    deepStrictEqual(await entry(bed, "passwd", "rex"), [
      ...["rex", "x", "4343", "4242", "Rex O'Sheep", "/srv/rex", "/bin/bash"],
    ]);
    strictEqual((await entry(bed, "shadow", "rex"))[1], HASH);
    strictEqual(await sh("id -nG rex"), "herd adm staff\n");
    strictEqual(await sh("stat -c '%U:%G' /srv/rex"), "rex:herd\n");
    ok((await sh("ls -A /srv/rex")).includes(".profile"));
    strictEqual(await sh("stat -c '%U:%G %a' /srv/rex/.ssh/authorized_keys"), "rex:herd 600\n");
    strictEqual(await sh("cat /srv/rex/.ssh/authorized_keys"), `${KEYS[0]}\n`);
  });

  await t.step("server.user changes what differs and leaves the rest", async () => {
    await dryWet(() => server.user({ user: "rex", shell: "/bin/sh", groups: ["users"], append: true, comment: "" }));
    deepStrictEqual(await entry(bed, "passwd", "rex"), ["rex", "x", "4343", "4242", "", "/srv/rex", "/bin/sh"]);
    strictEqual((await entry(bed, "shadow", "rex"))[1], HASH);
    deepStrictEqual((await sh("id -nG rex")).trim().split(" ").toSorted(), ["adm", "herd", "staff", "users"]);
    await dryWet(() => server.user({ user: "rex", groups: ["adm"], password: "!" }));
    deepStrictEqual((await sh("id -nG rex")).trim().split(" ").toSorted(), ["adm", "herd"]);
    strictEqual((await entry(bed, "shadow", "rex"))[1], "!");
  });

  await t.step("server.user sets the keys and nothing but them with deleteKeys", async () => {
    await dryWet(() => server.user({ user: "rex", publicKeys: [KEYS[1]], deleteKeys: true }));
    strictEqual(await sh("cat /srv/rex/.ssh/authorized_keys"), `${KEYS[1]}\n`);
  });

  await t.step("server.user joins a group of its name, makes system users and users that share a number", async () => {
    await dryWet(() => [
      server.group({ group: "bo", gid: 5151 }),
      server.user({ user: "bo" }),
      server.user({ user: "daemonic", system: true, ensureHome: false }),
      server.user({ user: "twin", uid: 4343, unique: false, ensureHome: false }),
    ]);
    strictEqual((await entry(bed, "passwd", "bo"))[3], "5151");
    strictEqual(await sh("stat -c '%U:%G' /home/bo"), "bo:bo\n");
    ok(Number((await entry(bed, "passwd", "daemonic"))[2]) < 1000);
    strictEqual((await entry(bed, "passwd", "twin"))[2], "4343");
    strictEqual(await sh("test -e /home/daemonic || test -e /home/twin || echo none"), "none\n");
  });

  await t.step("server.user removes a user and leaves its files", async () => {
    await dryWet(() => server.user({ user: "twin", present: false }));
    deepStrictEqual(await entry(bed, "passwd", "twin"), [""]);
    await dryWet(() => server.user({ user: "bo", present: false }));
    strictEqual(await sh("test -d /home/bo && echo there"), "there\n");
  });

  await t.step(
    "server.userAuthorizedKeys adds keys and keeps others, sets them, and reads them from files",
    async () => {
      const key = await makeKey(bed.folder, "herder");
      await dryWet(() => server.userAuthorizedKeys({ user: "rex", publicKeys: `${key.file}.pub` }));
      strictEqual(await sh("cat /srv/rex/.ssh/authorized_keys"), `${KEYS[1]}\n${key.publicKey}\n`);
      await dryWet(() => server.userAuthorizedKeys({ user: "rex", publicKeys: [...KEYS], deleteKeys: true }));
      strictEqual(await sh("cat /srv/rex/.ssh/authorized_keys"), KEYS.map((key) => `${key}\n`).join(""));
      await dryWet(() =>
        server.userAuthorizedKeys({
          user: "rex",
          publicKeys: [KEYS[0]],
          authorizedKeyDirectory: "/srv/my keys",
          authorizedKeyFilename: "rex's",
          group: "adm",
        })
      );
      strictEqual(await sh(`stat -c '%U:%G %a' '/srv/my keys' "/srv/my keys/rex's"`), "rex:adm 700\nrex:adm 600\n");
      match(
        failureOf(await bed.run(() => server.userAuthorizedKeys({ user: "nobodys", publicKeys: [KEYS[0]] }))).message,
        /Cannot find the home directory of nobodys/,
      );
    },
  );

  await t.step("a user that was made can log in and be changed to in the same run, with its new groups", async () => {
    const key = await makeKey(bed.folder, "fresh");
    const seen: string[] = [];
    await bed.apply(async (host) => {
      // A star is a password that nothing matches; sshd without PAM refuses an account that has none.
      server.user({ user: "fresh", shell: "/bin/sh", publicKeys: key.publicKey, password: "*" });
      const asIs = server.shell({ commands: "id -un; id -nG", _suUser: "fresh" });
      server.user({ user: "fresh", groups: ["adm"], append: true });
      const later = server.shell({ commands: "id -un; id -nG", _sudo: true, _sudoUser: "fresh" });
      const bySu = server.shell({ commands: "id -nG", _suUser: "fresh" });
      if (host.phase === "apply") { for (const one of [asIs, later, bySu]) seen.push(await one.stdout); }
    });
    deepStrictEqual(seen, ["fresh\nfresh\n", "fresh\nfresh adm\n", "fresh adm\n"]);
    await bed.apply(() => server.shell({ commands: "id -un >~/me" }), { login: "fresh", data: { sshKey: key.file } });
    strictEqual(await sh("cat /home/fresh/me"), "fresh\n");
  });

  await t.step("a private key given as a public one is refused, and nothing is changed", async () => {
    const path = join(bed.folder, "private.pub");
    await Deno.writeTextFile(path, "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n");
    const outcome = await bed.run(() => server.user({ user: "rex", publicKeys: path }));
    match(failureOf(outcome).message, /Cannot use .*private\.pub as a public key: it is a private key/);
  });
});
