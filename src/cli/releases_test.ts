import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { archiveName, checksumList, fileAddress, findChecksum, newestAddress, RELEASES } from "./releases.ts";

Deno.test("an archive is a zip on Windows only", () => {
  deepStrictEqual(
    ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc"].map((target) => archiveName("1.2.3", target)),
    ["drover-1.2.3-x86_64-unknown-linux-gnu.tar.gz", "drover-1.2.3-x86_64-pc-windows-msvc.zip"],
  );
});

Deno.test("addresses of a release stand below the releases' own", () => {
  const releases = new URL("https://example.org/mirror/drover/");
  strictEqual(fileAddress(releases, "1.2.3", "a.zip").href, "https://example.org/mirror/drover/download/v1.2.3/a.zip");
  strictEqual(newestAddress(releases).href, "https://example.org/mirror/drover/latest/download/VERSION");
});

Deno.test("a checksum is found by the whole name of its file", () => {
  const [one, two] = ["a".repeat(64), "b".repeat(64)];
  const list = checksumList(new Map([["drover.tar.gz", one], ["drover.tar.gz.old", two]]));
  strictEqual(findChecksum(list, "drover.tar.gz"), one);
  strictEqual(findChecksum(list, "drover.tar.gz.old"), two);
  strictEqual(findChecksum(list, "drover"), undefined);
  strictEqual(findChecksum(`${one} *drover.zip\r\n`, "drover.zip"), one);
  strictEqual(findChecksum("<html>", "drover.zip"), undefined);
});

Deno.test("install.sh takes releases from where drover upgrade takes them", async () => {
  const script = await Deno.readTextFile(new URL("../../scripts/release/install.sh", import.meta.url));
  ok(script.includes(`\${DROVER_RELEASES:-${RELEASES}}`));
});
