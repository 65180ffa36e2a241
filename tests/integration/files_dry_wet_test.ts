import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { files } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { ODD_NAMES, startFilesBed } from "./files_bed.ts";
import { failureOf } from "./server_bed.ts";

bedTest("files: paths, links and text on a host", async (t) => {
  await using bed = await startFilesBed();
  const { proves, sh, stat, text, names } = bed;
  const owner = { user: "drover-key", group: "drover-sudo" } as const;
  const all = (make: (name: string) => void) => () => ODD_NAMES.forEach(make);
  const odd = ODD_NAMES.toSorted();

  await t.step("files.directory makes and removes directories of any name", async () => {
    await proves(all((name) => files.directory({ path: `/srv/directory/${name}/in it`, ...owner, mode: "2750" })));
    deepStrictEqual(await names("/srv/directory"), odd);
    for (const name of odd) strictEqual(await stat(`/srv/directory/${name}/in it`), "drover-key:drover-sudo 2750");
    await proves(all((name) => files.directory({ path: `/srv/directory/${name}`, present: false })));
    deepStrictEqual(await names("/srv/directory"), []);
  });

  await t.step(
    "files.directory gives owner and mode to all that is in it, and moves away what is no directory",
    async () => {
      await sh(
        "mkdir -p /srv/tree/a; touch /srv/tree/a/b; chmod -R 755 /srv/tree; ln -s tree /srv/link; echo x >/srv/file",
      );
      await proves(() => files.directory({ path: "/srv/tree", ...owner, mode: "700", recursive: true }));
      strictEqual(await stat("/srv/tree/a/b"), "drover-key:drover-sudo 700");
      await proves(() => files.directory({ path: "/srv/file", force: true }));
      strictEqual((await names("/srv")).filter((name) => /^file\.\d{8}T\d{6}$/.test(name)).length, 1);
      const refused = failureOf(await bed.run(() => files.directory({ path: "/srv/link" })));
      match(refused.message, /\/srv\/link exists and is not a directory/);
      deepStrictEqual(
        (await bed.apply(() => files.directory({ path: "/srv/link", _noFailOnLink: true }))).results
          .operations,
        [],
      );
    },
  );

  await t.step("files.file makes and removes files of any name", async () => {
    await proves(all((name) => files.file({ path: `/srv/made/here/${name}`, ...owner, mode: "u=rw,go=" })));
    deepStrictEqual(await names("/srv/made/here"), odd);
    for (const name of odd) strictEqual(await stat(`/srv/made/here/${name}`), "drover-key:drover-sudo 600");
    await proves(all((name) => files.file({ path: `/srv/made/here/${name}`, present: false })));
    deepStrictEqual(await names("/srv/made/here"), []);
    await bed.dryWet(() => files.file({ path: "/srv/made/touched", touch: true }), { always: true });
  });

  await t.step("files.file and files.put take a relative name, from the directory of the operation too", async () => {
    const src = await bed.local("relative", "x\n");
    const large = await bed.local("relative large", "x".repeat(100_000));
    await proves(() => {
      files.file({ path: "-n here" });
      files.put({ src, dest: "-r put" });
      files.put({ src, dest: "-r put", _chdir: "/srv/made" });
      files.put({ src: large, dest: "large", _chdir: "/srv/made" });
      files.put({ src, dest: "~/in the home" });
    });
    deepStrictEqual((await names("/root")).filter((name) => /^-|^in the/.test(name)), [
      "-n here",
      "-r put",
      "in the home",
    ]);
    deepStrictEqual(await names("/srv/made"), ["-r put", "here", "large", "touched"]);
  });

  await t.step("files.link makes, corrects and removes links of any name to any name", async () => {
    await proves(all((name) => files.link({ path: `/srv/links/${name}`, target: name, ...owner })));
    for (const name of odd) {
      strictEqual(await Deno.readLink(bed.host.path(`/srv/links/${name}`)), name);
      match(await stat(`/srv/links/${name}`), /^drover-key:drover-sudo /);
    }
    await proves(all((name) => files.link({ path: `/srv/links/${name}`, target: `/else/${name}` })));
    for (const name of odd) strictEqual(await Deno.readLink(bed.host.path(`/srv/links/${name}`)), `/else/${name}`);
    await proves(all((name) => files.link({ path: `/srv/links/${name}`, present: false })));
    deepStrictEqual(await names("/srv/links"), []);
    await sh("echo x >/srv/links/one; echo y >/srv/links/two");
    await proves(() => {
      files.link({ path: "/srv/links/hard", target: "/srv/links/one", symbolic: false });
      files.link({ path: "/srv/links/two", target: "one", force: true, forceBackup: false });
    });
    strictEqual(await sh("stat -c %h /srv/links/one"), "2\n");
    strictEqual(await sh("readlink /srv/links/two"), "one\n");
  });

  await t.step("files.line adds, replaces and removes lines, whatever is in them", async () => {
    const lines = [`it's "$HOME" \`id\` \\n %s`, "-n dash", "", "Grüße & /slash/ [x]*", "back\\\\slash\\"];
    const wanted = lines.filter((line) => line !== "");
    const path = "/srv/lines of it.conf";
    const escapeRegexCharacters = true;
    await proves(() => wanted.forEach((line) => files.line({ path, line, escapeRegexCharacters })));
    strictEqual(await text(path), wanted.map((line) => `${line}\n`).join(""));
    await proves(() =>
      wanted.forEach((line) => files.line({ path, line, replace: `new ${line}`, escapeRegexCharacters }))
    );
    strictEqual(await text(path), wanted.map((line) => `new ${line}\n`).join(""));
    await sh(`printf 'no newline' >>'${path}'; chmod 640 '${path}'; chown drover-key '${path}'`);
    await proves(() => {
      files.line({ path, line: "^new it's", present: false, backup: true });
      files.line({ path, line: "last", ensureNewline: true });
    });
    const left = wanted.slice(1).map((line) => `new ${line}\n`).join("");
    strictEqual(await text(path), `${left}no newline\nlast\n`);
    strictEqual(await stat(path), "drover-key:root 640");
    strictEqual((await names("/srv")).filter((name) => /^lines of it\.conf\.\d/.test(name)).length, 1);
  });

  await t.step("files.replace replaces in every line, through a link too", async () => {
    await sh(
      "mkdir /srv/replace; cd /srv/replace; printf 'a=1 a\\nb=2\\na=1\\n' >real; chmod 600 real; ln -s real link",
    );
    await proves(() => {
      files.replace({ path: "/srv/replace/link", text: "a=1", replace: "a=/x & \\\\y" });
      files.replace({ path: "/srv/replace/link", text: "(b)=([0-9])", replace: "\\2=\\1", extendedRegex: true });
    });
    strictEqual(await text("/srv/replace/real"), "a=/x & \\y a\n2=b\na=/x & \\y\n");
    deepStrictEqual([await stat("/srv/replace/real"), await sh("readlink /srv/replace/link")], [
      "root:root 600",
      "real\n",
    ]);
  });

  await t.step("files.block adds, changes and removes a block", async () => {
    const path = "/srv/block it's.conf";
    const content = [`it's "$HOME" \`id\` \\n %s & {mark}`, "", "-n"];
    await sh(`printf 'one\\ntwo\\n' >"${path}"; chmod 604 "${path}"`);
    await proves(() => files.block({ path, content, line: "^one", after: true, marker: "; {mark} it's" }));
    const block = `; BEGIN it's\n${content.join("\n")}\n; END it's\n`;
    strictEqual(await text(path), `one\n${block}two\n`);
    await proves(() => files.block({ path, content: "short", marker: "; {mark} it's" }));
    await proves(() => files.block({ path, content: "first", before: true }));
    await proves(() => files.block({ path, present: false, marker: "; {mark} it's", backup: true }));
    strictEqual(await text(path), "# BEGIN PYINFRA BLOCK\nfirst\n# END PYINFRA BLOCK\none\ntwo\n");
    strictEqual(await stat(path), "root:root 604");
    await proves(() => files.block({ path: "/srv/block new", content: "only" }));
  });

  await t.step("files.flags does nothing where it is asked for nothing, and says what the system lacks", async () => {
    deepStrictEqual((await bed.apply(() => files.flags({ path: "/srv", flags: [] }))).results.operations, []);
    const { message } = failureOf(await bed.run(() => files.flags({ path: "/srv", flags: ["uchg"] })));
    match(message, /chflags/);
  });
});
