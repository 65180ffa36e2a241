import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { files } from "../../src/modules/mod.ts";
import { bedTest, run } from "../bed/mod.ts";
import { ODD_NAMES, startFilesBed } from "./files_bed.ts";
import { failureOf } from "./server_bed.ts";

bedTest("files: content goes to a host, from it, and about on it", async (t) => {
  await using bed = await startFilesBed();
  const { proves, sh, stat, text, names, local } = bed;
  const odd = ODD_NAMES.toSorted();
  const owner = { user: "drover-key", group: "drover-sudo" } as const;

  await t.step("files.put puts files of any name, with owner, mode and time", async () => {
    for (const name of odd) await local(`put/${name}`, `content of ${name}\n`, 0o640);
    const mtime = "2026-01-02T03:04:05Z";
    await proves(() => {
      for (const name of odd) {
        files.put({ src: `${bed.folder}/put/${name}`, dest: `/srv/put/${name}`, mode: true, ...owner });
      }
      files.put({ src: new Uint8Array([0, 255, 10, 13, 39, 0]), dest: "/srv/put/bytes", mode: "4755", mtime });
    });
    for (const name of odd) strictEqual(await text(`/srv/put/${name}`), `content of ${name}\n`);
    for (const name of odd) strictEqual(await stat(`/srv/put/${name}`), "drover-key:drover-sudo 640");
    deepStrictEqual(await Deno.readFile(bed.host.path("/srv/put/bytes")), new Uint8Array([0, 255, 10, 13, 39, 0]));
    strictEqual(await stat("/srv/put/bytes"), "root:root 4755");
    strictEqual((await Deno.stat(bed.host.path("/srv/put/bytes"))).mtime!.toISOString(), "2026-01-02T03:04:05.000Z");
    await proves(() => files.put({ src: `${bed.folder}/put/a b`, dest: "/srv/put/a b", mode: "600" }));
    await proves(() => files.put({ src: `${bed.folder}/put/a b`, dest: "/srv" }));
    strictEqual(await text("/srv/a b"), "content of a b\n");
  });

  await t.step("files.put says which local file is missing, in the plan", async () => {
    const script = () => {
      files.file({ path: "/srv/not made" });
      files.put({ src: `${bed.folder}/none`, dest: "/srv/none" });
    };
    await rejects(bed.run(script, { dry: true }), /No such file: \/.*\/none/);
    await rejects(bed.run(script), /No such file: \/.*\/none/);
    ok(!(await names("/srv")).includes("not made"));
  });

  await t.step("files.template renders with Eta and Jinja2", async () => {
    const eta = await local("site.conf.eta", "name <%= it.host.name %> port <%= it.port %>\n");
    const jinja = await local("site.conf.j2", "name {{ host.name }}{% for one in list %} {{ one }}{% endfor %}\n");
    await proves(() => {
      files.template({ src: eta, dest: "/srv/template/eta it's", data: { port: "8'0" }, mode: "600" });
      files.template({ src: jinja, dest: "/srv/template/jinja", data: { list: ["a b", "$c"] }, ...owner });
    });
    strictEqual(await text("/srv/template/eta it's"), `name ${bed.host.address} port 8'0\n`);
    strictEqual(await stat("/srv/template/eta it's"), "root:root 600");
    strictEqual(await text("/srv/template/jinja"), `name ${bed.host.address} a b $c\n`);
  });

  await t.step("files.template names the variable that is not given, and changes nothing", async () => {
    for (const [name, template] of [["x.eta", "a\n<%= it.prot %>"], ["x.j2", "a\n{{ prot }}"]] as const) {
      const src = await local(name, template);
      const script = () => files.template({ src, dest: "/srv/template/broken", data: { port: 1 } });
      await rejects(bed.run(script, { dry: true }), /prot/);
      await rejects(bed.run(script), /prot/);
    }
    ok(!(await names("/srv/template")).includes("broken"));
  });

  await t.step("files.get fetches files of any name, once", async () => {
    const dest = (name: string) => `${bed.folder}/got/${name}`;
    await Deno.mkdir(`${bed.folder}/got`);
    await sh("head -c 300000 /dev/urandom >/srv/put/large; echo home >/root/-home");
    await proves(() => {
      for (const name of [...odd, "bytes", "large"]) files.get({ src: `/srv/put/${name}`, dest: dest(name) });
      files.get({ src: "~/-home", dest: dest("home") });
      files.get({ src: "large", dest: dest("deep/large"), _chdir: "/srv/put", createLocalDir: true });
    });
    for (const name of [...odd, "bytes", "large"]) {
      deepStrictEqual(await Deno.readFile(dest(name)), await Deno.readFile(bed.host.path(`/srv/put/${name}`)));
    }
    strictEqual(await Deno.readTextFile(dest("home")), "home\n");
    match(failureOf(await bed.run(() => files.get({ src: "/srv/no such", dest: dest("none") }))).message, /no such/);
    ok(!(await Array.fromAsync(Deno.readDir(`${bed.folder}/got`))).some(({ name }) => name.startsWith("none")));
  });

  await t.step("files.sync brings a folder over, removes what is too much, and nothing else", async () => {
    for (const name of odd) await local(`tree/${name}/in`, name, 0o604);
    await local("tree/skip.log", "no");
    await local("tree/cache/x", "no");
    for (const name of odd) {
      await sh(`mkdir -p /srv/sync; printf x >"/srv/sync/$(printf '%s' '${name.replaceAll("'", "'\\''")}')"x`);
    }
    await sh("cd /srv/sync; ln -s /etc/passwd link; mkdir cache; echo keep >cache/kept; echo keep >kept.log");
    const options = { exclude: "*.log", excludeDir: ["cache"], delete: true, dirMode: "750", ...owner } as const;
    await proves(() => files.sync({ src: `${bed.folder}/tree`, dest: "/srv/sync", ...options }));
    deepStrictEqual(await names("/srv/sync"), [...odd, "cache", "kept.log"].sort());
    deepStrictEqual(await names("/srv/sync/cache"), ["kept"]);
    for (const name of odd) {
      strictEqual(await text(`/srv/sync/${name}/in`), name);
      strictEqual(await stat(`/srv/sync/${name}/in`), "drover-key:drover-sudo 604");
      strictEqual(await stat(`/srv/sync/${name}`), "drover-key:drover-sudo 750");
    }
    await Deno.writeTextFile(`${bed.folder}/tree/a b/in`, "changed");
    await proves(() => files.sync({ src: `${bed.folder}/tree`, dest: "/srv/sync", ...options }));
    strictEqual(await text("/srv/sync/a b/in"), "changed");
  });

  await t.step("files.rsync copies a tree, by the rsync programs here and there", async () => {
    const src = `${bed.folder}/tree/`;
    await bed.dryWet(() => files.rsync({ src, dest: "/srv/rsync to it's", flags: ["-a", "--delete"] }), {
      always: true,
    });
    deepStrictEqual(await names("/srv/rsync to it's"), [...odd, "cache", "skip.log"].sort());
    await sh("mkdir -m 700 /srv/private");
    const withSudo = { login: "drover-sudo", globals: { _sudo: true } } as const;
    await bed.apply(() => files.rsync({ src, dest: "/srv/private/tree" }), withSudo);
    strictEqual(await text("/srv/private/tree/a b/in"), "changed");
    const refused = failureOf(
      await bed.run(() => files.rsync({ src, dest: "/srv/private/none" }), { login: "drover-key" }),
    );
    match(refused.message, /^rsync ended with exit code \d+/);
    deepStrictEqual(await names("/srv/private"), ["tree"]);
  });

  await t.step("files.copy and files.move take files and trees of any name", async () => {
    await sh("mkdir -p /srv/from /srv/to /srv/moved");
    for (const name of odd) await local(`copy/${name}`, name);
    await bed.apply(() => files.sync({ src: `${bed.folder}/copy`, dest: "/srv/from/tree" }));
    await proves(() => {
      files.copy({ src: "/srv/from/tree", dest: "/srv/to" });
      for (const name of odd) files.copy({ src: `/srv/from/tree/${name}`, dest: "/srv/to" });
    });
    deepStrictEqual(await names("/srv/to"), [...odd, "tree"].sort());
    deepStrictEqual(await names("/srv/to/tree"), odd);
    await sh("echo other >'/srv/to/a b'; echo more >/srv/to/tree/more");
    match(failureOf(await bed.run(() => files.copy({ src: "/srv/from/tree", dest: "/srv/to" }))).message, /differs/);
    await proves(() => {
      files.copy({ src: "/srv/from/tree/a b", dest: "/srv/to", overwrite: true });
      files.copy({ src: "/srv/from/tree", dest: "/srv/to", overwrite: true });
    });
    deepStrictEqual([await text("/srv/to/a b"), await names("/srv/to/tree")], ["a b", odd]);
    await proves(() => {
      for (const name of odd) files.move({ src: `/srv/to/${name}`, dest: "/srv/moved" });
      files.move({ src: "/srv/to/tree", dest: "/srv/moved" });
    });
    deepStrictEqual([await names("/srv/to"), await names("/srv/moved")], [[], [...odd, "tree"].sort()]);
  });

  await t.step("files.download fetches, checks the digest first, and keeps owner and mode", async () => {
    let content = "one";
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(content),
    );
    const src = `http://127.0.0.1:${server.addr.port}/a%20b?c='d'&e=$f`;
    const sha256sum = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
    await proves(() => {
      for (const name of odd) files.download({ src, dest: `/srv/${name}.got`, sha256sum });
      files.download({ src, dest: "/srv/private.got", mode: "600", ...owner });
    });
    for (const name of odd) strictEqual(await text(`/srv/${name}.got`), "one");
    strictEqual(await stat("/srv/private.got"), "drover-key:drover-sudo 600");
    content = "two";
    const wrong = await bed.run(() => files.download({ src, dest: "/srv/a b.got", sha256sum, force: true }));
    match(failureOf(wrong).message, /SHA256 did not match!/);
    strictEqual(await text("/srv/a b.got"), "one");
    await bed.apply(() => files.download({ src, dest: "/srv/private.got", force: true }));
    deepStrictEqual([await text("/srv/private.got"), await stat("/srv/private.got")], [
      "two",
      "drover-key:drover-sudo 600",
    ]);
    deepStrictEqual((await names("/srv")).filter((name) => name.startsWith(".")), []);
  });

  await t.step("files.unarchive unpacks what tar and zip make, from here and from there", async () => {
    const cwd = `${bed.folder}/copy`;
    const packed = `${bed.folder}/packed it's`;
    await Deno.mkdir(packed);
    const formats = { tar: "", "tar.gz": "z", tgz: "z", "tar.bz2": "j", "tar.xz": "J" };
    for (const [ending, flag] of Object.entries(formats)) {
      await run(["tar", `-c${flag}f`, `${packed}/a.${ending}`, "-C", cwd, "."]);
    }
    await run(["sh", "-c", `cd '${cwd}' && zip -q -r "$1" .`, "sh", `${packed}/a.zip`]);
    await proves(() => {
      for (const ending of [...Object.keys(formats), "zip"]) {
        const dest = `/srv/un ${ending}`;
        files.unarchive({ src: `${packed}/a.${ending}`, dest, creates: `${dest}/a b`, ...owner });
      }
    });
    for (const ending of Object.keys(formats)) deepStrictEqual(await names(`/srv/un ${ending}`), odd);
    strictEqual(await stat("/srv/un zip/a b"), "drover-key:drover-sudo 644");
    await bed.apply(() => files.put({ src: `${packed}/a.tgz`, dest: "/srv/-a.tgz" }));
    const remote = () => files.unarchive({ src: "-a.tgz", remoteSrc: true, dest: "-un", _chdir: "/srv" });
    await bed.dryWet(remote, { always: true });
    deepStrictEqual(await names("/srv/-un"), odd);
    await local("broken.tgz", "this is no archive");
    const broken = await bed.run(() => files.unarchive({ src: `${bed.folder}/broken.tgz`, dest: "/srv/broken" }));
    match(failureOf(broken).message, /gzip/);
    deepStrictEqual(await names("/srv/broken"), []);
  });
});
