import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { secret } from "../../src/api/mod.ts";
import type { DroverEvent } from "../../src/engine/mod.ts";
import { files, server } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { type FilesBed, planned, startFilesBed } from "./files_bed.ts";

const diffs = async (bed: FilesBed, script: () => void) =>
  planned(await bed.run(script, { dry: true })).flatMap(({ diffs }) => diffs);

bedTest("files: the plan shows what changes in text, and never a secret", async (t) => {
  await using bed = await startFilesBed();
  const { sh, text, local } = bed;

  await t.step("put, template, line, block and replace show their diff", async () => {
    await sh("mkdir /srv/shown; cd /srv/shown; for f in put line block replace; do printf 'a=1\\nb=2\\n' >$f; done");
    const src = await local("put", "a=1\nb=3\n");
    const template = await local("template", "b=<%= it.b %>\n");
    const script = () => {
      files.put({ src, dest: "/srv/shown/put" });
      files.template({ src: template, dest: "/srv/shown/template", data: { b: 5 } });
      files.line({ path: "/srv/shown/line", line: "^b=", replace: "b=4" });
      files.block({ path: "/srv/shown/block", content: "c", line: "a=1", after: true });
      files.replace({ path: "/srv/shown/replace", text: "=", replace: ": " });
    };
    const before = "a=1\nb=2\n";
    const shown = await diffs(bed, script);
    deepStrictEqual(shown, [
      { path: "/srv/shown/put", before, after: "a=1\nb=3\n" },
      { path: "/srv/shown/template", before: null, after: "b=5\n" },
      { path: "/srv/shown/line", before, after: "a=1\nb=4\n" },
      {
        path: "/srv/shown/block",
        before,
        after: "a=1\n# BEGIN PYINFRA BLOCK\nc\n# END PYINFRA BLOCK\nb=2\n",
      },
      { path: "/srv/shown/replace", before, after: "a: 1\nb: 2\n" },
    ]);
    await bed.apply(script);
    for (const { path, after } of shown) strictEqual(await text(path), after);
  });

  await t.step("no diff of what others may not read, is binary or large", async () => {
    await sh(
      "mkdir /srv/hidden; cd /srv/hidden; for f in put line block replace; do printf 'a=1\\n' >$f; chmod 640 $f; done",
    );
    await sh("cd /srv/hidden; printf 'a\\0b' >binary; head -c 200000 /dev/zero | tr '\\0' x >large");
    const src = await local("put", "a=2\n");
    deepStrictEqual(
      await diffs(bed, () => {
        files.put({ src, dest: "/srv/hidden/put" });
        files.put({ src, dest: "/srv/hidden/large" });
        files.put({ src, dest: "/srv/hidden/new", mode: "600" });
        files.put({ src: new Uint8Array([0, 1]), dest: "/srv/hidden/bytes" });
        files.put({ src, dest: "/srv/hidden/sensitive", sensitive: true });
        files.put({ src, dest: "/srv/hidden/all sensitive", _sensitive: true });
        files.line({ path: "/srv/hidden/line", line: "b" });
        files.block({ path: "/srv/hidden/block", content: "c" });
        files.replace({ path: "/srv/hidden/replace", text: "a", replace: "b" });
      }),
      [],
    );
  });

  await t.step("a secret is in no event and no result, wherever it goes and where it fails", async () => {
    const token = 'HEAD\'en/."42" & $MIDDLE*TAIL';
    const word = secret(token);
    const source = await local("secret.eta", "token: <%~ it.word %>\n");
    const events: DroverEvent[] = [];
    const script = () => {
      files.template({ src: source, dest: "/srv/secret/template", data: { word } });
      files.put({ src: new TextEncoder().encode(`${token}\n`), dest: "/srv/secret/put" });
      files.line({ path: "/srv/secret/line", line: word });
      files.line({ path: "/srv/secret/line", line: word, escapeRegexCharacters: true, replace: `again ${word}` });
      files.replace({ path: "/srv/secret/line", text: "42", replace: word });
      files.block({ path: "/srv/secret/block", content: word });
      files.file({ path: `/srv/secret/${secret("HEAD it's TAIL")}` });
      server.shell({
        commands: ["cat /srv/secret/put /srv/secret/put; cat /srv/secret/put >&2; exit 1"],
        _ignoreErrors: true,
      });
      files.download({ src: `http://127.0.0.1:1/${encodeURIComponent(word)}`, dest: "/srv/secret/none" });
    };
    const onEvent = (event: DroverEvent) => void events.push(event);
    const dry = await bed.run(script, { dry: true, onEvent });
    const wet = await bed.run(script, { onEvent });
    strictEqual(await text("/srv/secret/template"), `token: ${token}\n`);
    ok(wet.results.hosts.get(bed.host.address)!.error);
    const told = [events, dry, wet].map((value) =>
      Deno.inspect(value, { depth: 20, iterableLimit: 10_000, strAbbreviateSize: 1e6 })
    );
    for (const all of told) ok(all.includes("***"));
    for (const part of ["HEAD", "MIDDLE", "TAIL"]) {
      for (const all of told) {
        const at = all.indexOf(part);
        ok(at === -1, `${part} is in ${all.slice(Math.max(0, at - 300)).slice(0, 500)}`);
      }
    }
  });

  await t.step("a sensitive operation shows nothing of its content", async () => {
    const src = await local("plain.eta", "VISIBLE <%= it.word %>\n");
    const events: DroverEvent[] = [];
    const script = () => {
      files.template({ src, dest: "/srv/sensitive/template", data: { word: "VISIBLE" }, _sensitive: true });
      files.line({ path: "/srv/sensitive/line", line: "VISIBLE", _sensitive: true });
      files.block({ path: "/srv/sensitive/block", content: "VISIBLE", _sensitive: true });
      files.replace({
        path: "/srv/sensitive/line",
        text: "[VISIBLE",
        replace: "x",
        _sensitive: true,
        _ignoreErrors: true,
      });
    };
    for (const dry of [true, false, true, false]) {
      const outcome = await bed.run(script, { dry, onEvent: (event) => void events.push(event) });
      for (const value of [events, outcome]) {
        const all = Deno.inspect(value, { depth: 20, iterableLimit: 10_000, strAbbreviateSize: 1e6 });
        const at = all.indexOf("VISIBLE");
        ok(at === -1, `it is in ${all.slice(Math.max(0, at - 300)).slice(0, 500)}`);
      }
    }
    strictEqual(await text("/srv/sensitive/line"), "VISIBLE\n");
  });
});
