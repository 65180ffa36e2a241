import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { Measures, readPieces } from "./local_file.ts";

async function withFile(body: (path: string, address: URL) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await body(path, pathToFileURL(path));
  } finally {
    await Deno.remove(path);
  }
}

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const sha1 = (text: string | Uint8Array) => createHash("sha1").update(text).digest("hex");

Deno.test("a file comes in pieces, all of it", () =>
  withFile(async (path, address) => {
    const content = crypto.getRandomValues(new Uint8Array(60_000));
    await Deno.writeFile(path, new Blob(Array(20).fill(content)).stream());
    const whole = await new Response(await readPieces(address)).bytes();
    deepStrictEqual([whole.length, sha1(whole)], [1_200_000, (await new Measures().of(address, "sha1")).digest]);
    // Who has seen enough leaves nothing open.
    const reader = (await readPieces(address)).getReader();
    strictEqual((await reader.read()).done, false);
    await reader.cancel();
  }));

Deno.test("a file that has not changed is measured once in a run", () =>
  withFile(async (path, address) => {
    const measures = new Measures();
    await Deno.writeTextFile(path, "one");
    await Deno.utime(path, LONG_AGO, LONG_AGO);
    deepStrictEqual(await measures.of(address, "sha1"), { digest: sha1("one"), size: 3 });
    // Nothing tells that it was written: it is not read again.
    await Deno.writeTextFile(path, "two");
    await Deno.utime(path, LONG_AGO, LONG_AGO);
    strictEqual((await measures.of(address, "sha1")).digest, sha1("one"));
    notStrictEqual((await measures.of(address, "sha256")).digest, sha1("one"));
    strictEqual((await new Measures().of(address, "sha1")).digest, sha1("two"));
  }));

Deno.test("a file that is just being written is measured each time", () =>
  withFile(async (path, address) => {
    const measures = new Measures();
    for (const text of ["one", "two"]) {
      await Deno.writeTextFile(path, text);
      strictEqual((await measures.of(address, "sha1")).digest, sha1(text));
    }
  }));

Deno.test("a file that is not there is looked for each time", async () => {
  const measures = new Measures();
  const address = pathToFileURL(`${await Deno.makeTempDir()}/file`);
  await rejects(measures.of(address, "sha1"), Deno.errors.NotFound);
  await Deno.writeTextFile(address, "there");
  strictEqual((await measures.of(address, "sha1")).size, 5);
  await Deno.remove(new URL(".", address), { recursive: true });
});
