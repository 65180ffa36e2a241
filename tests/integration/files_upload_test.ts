import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { DroverEvent } from "../../src/engine/mod.ts";
import { files } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { startFilesBed, warningsOf } from "./files_bed.ts";
import { failureOf } from "./server_bed.ts";

bedTest("files: an upload is safe for what is there and for who may read it", async (t) => {
  await using bed = await startFilesBed();
  const { proves, sh, stat, text, names, local } = bed;
  const src = await local("small", "new\n");
  const LARGE = 5 * 1024 * 1024;
  const random = new Uint8Array(LARGE);
  for (let at = 0; at < LARGE; at += 65536) crypto.getRandomValues(random.subarray(at, at + 65536));
  const large = await local("large", random);
  const leftOver = async () => await sh("find / -xdev -name '.drover-*' -type f 2>/dev/null || :");

  await t.step("with sudo it comes into a directory of root, with its owner and mode, small and large", async () => {
    const withSudo = { login: "drover-sudo", globals: { _sudo: true } } as const;
    await sh("mkdir -m 700 /srv/rooted");
    await proves(() => {
      files.put({ src, dest: "/srv/rooted/small", mode: "600" });
      files.put({ src: large, dest: "/srv/rooted/large", user: "drover-key", group: "drover-key", mode: "640" });
      files.put({ src, dest: "/srv/rooted/of/user", user: "drover-key" });
    }, withSudo);
    strictEqual(await stat("/srv/rooted/small"), "root:root 600");
    strictEqual(await stat("/srv/rooted/large"), "drover-key:drover-key 640");
    strictEqual(await stat("/srv/rooted/of"), "drover-key:root 755");
    deepStrictEqual(await Deno.readFile(bed.host.path("/srv/rooted/large")), random);
    const refused = await bed.run(() => files.put({ src, dest: "/srv/rooted/small" }), { login: "drover-key" });
    match(failureOf(refused).message, /ermission denied|cannot be written|no directory/);
    await proves(() => files.put({ src, dest: "/home/drover-key/by sudo" }), {
      login: "drover-sudo",
      globals: { _sudo: true, _sudoUser: "drover-key" },
    });
    strictEqual(await stat("/home/drover-key/by sudo"), "drover-key:drover-key 644");
  });

  await t.step("its content is not seen among the processes while it is on its way", async () => {
    // What takes the checksum of what has arrived looks around first.
    const spy = '#!/bin/sh\ncat /proc/[0-9]*/cmdline >>/tmp/seen\nexec /usr/bin/sha1sum "$@"\n';
    await Deno.writeTextFile(bed.host.path("/usr/local/bin/sha1sum"), spy, { mode: 0o755 });
    const binary = new TextEncoder().encode("canary-in-bytes\0");
    for (const [login, globals] of [["root", {}], ["drover-sudo", { _sudo: true }]] as const) {
      await bed.apply(() => {
        files.put({ src: new TextEncoder().encode(`canary for ${login}`), dest: "/srv/text", mode: "600" });
        files.put({ src: new Uint8Array([...binary, login.length]), dest: "/srv/binary", mode: "600" });
      }, { login, globals });
    }
    const seen = await sh("tr '\\0' ' ' </tmp/seen; rm /tmp/seen /usr/local/bin/sha1sum");
    match(seen, /sha1sum/);
    deepStrictEqual(["canary", btoa("canary-in-by")].filter((part) => seen.includes(part)), []);
  });

  await t.step("it goes through a symbolic link and leaves it", async () => {
    await sh(
      "mkdir -p /srv/links/real; cd /srv/links; echo old >real/file; chmod 604 real/file; ln -s real/file to; ln -s to 'to to'",
    );
    await proves(() => files.put({ src, dest: "/srv/links/to to" }));
    deepStrictEqual([await text("/srv/links/real/file"), await stat("/srv/links/real/file")], [
      "new\n",
      "root:root 604",
    ]);
    deepStrictEqual([await sh("readlink /srv/links/to"), await names("/srv/links/real")], ["real/file\n", ["file"]]);
  });

  await t.step("an existing file keeps its mode and owner unless told otherwise", async () => {
    await sh(
      "mkdir /srv/kept; cd /srv/kept; echo old >a; chmod 2710 a; chown drover-key:drover-sudo a; chmod 2710 a; cp -p a b",
    );
    await proves(() => {
      files.put({ src, dest: "/srv/kept/a" });
      files.put({ src, dest: "/srv/kept/b", mode: "600", group: "drover-key" });
    });
    strictEqual(await stat("/srv/kept/a"), "drover-key:drover-sudo 2710");
    strictEqual(await stat("/srv/kept/b"), "drover-key:drover-key 600");
  });

  await t.step("hard links and bind mounts are written in place, and the run says so", async () => {
    await sh(
      "mkdir /srv/place; cd /srv/place; echo old >one; ln one two; echo old >mounted; echo old >other; mount --bind other mounted",
    );
    for (
      const [dest, also] of [["/srv/place/one", "/srv/place/two"], ["/srv/place/mounted", "/srv/place/other"]] as const
    ) {
      const events: DroverEvent[] = [];
      await bed.apply(() => files.put({ src, dest, mode: "640" }), { onEvent: (event) => events.push(event) });
      deepStrictEqual([await text(dest), await text(also), await stat(also)], ["new\n", "new\n", "root:root 640"]);
      match(warningsOf(events).join("\n"), new RegExp(`${dest} was written in place`));
    }
    strictEqual(await sh("stat -c %h /srv/place/one"), "2\n");
  });

  await t.step("in a directory that cannot be written it goes in place, or says why not", async () => {
    await sh(
      "mkdir /srv/closed; echo old >/srv/closed/own; chown drover-key /srv/closed/own; echo old >/srv/closed/foreign",
    );
    const events: DroverEvent[] = [];
    const asUser = { login: "drover-key", onEvent: (event: DroverEvent) => void events.push(event) };
    await bed.apply(() => files.put({ src, dest: "/srv/closed/own" }), asUser);
    match(warningsOf(events).join("\n"), /\/srv\/closed\/own was written in place/);
    for (const dest of ["/srv/closed/foreign", "/srv/closed/none"]) {
      match(failureOf(await bed.run(() => files.put({ src, dest }), asUser)).message, /cannot be written/);
    }
    deepStrictEqual(await names("/srv/closed"), ["foreign", "own"]);
    deepStrictEqual([await text("/srv/closed/own"), await text("/srv/closed/foreign")], ["new\n", "old\n"]);
  });

  await t.step("where it cannot go it says what is there", async () => {
    await sh("mkdir -p /srv/there/dir; ln -s loop /srv/there/loop; echo x >/srv/there/file");
    const failure = async (dest: string, createRemoteDir = true) =>
      failureOf(await bed.run(() => files.put({ src: new Uint8Array([10]), dest, createRemoteDir }))).message;
    match(await failure("/srv/there/dir"), /\/srv\/there\/dir.* is a directory/);
    match(await failure("/srv/there/loop"), /too many levels of symbolic links/);
    match(await failure("/srv/there/none/x", false), /there is no directory \/srv\/there\/none/);
    match(await failure("/srv/there/file/x"), /\/srv\/there\/file/);
    const full = await bed.run(() => files.put({ src: large, dest: "/srv/full/x" }), { dry: true });
    ok(full.plan);
    await sh("mkdir -p /srv/full; mount -t tmpfs -o size=1m none /srv/full; echo old >/srv/full/x");
    match(failureOf(await bed.run(() => files.put({ src: large, dest: "/srv/full/x" }))).message, /[Nn]o space left/);
    deepStrictEqual([await text("/srv/full/x"), await names("/srv/full")], ["old\n", ["x"]]);
  });

  await t.step("nothing is left over", async () => {
    strictEqual(await leftOver(), "");
  });
});
