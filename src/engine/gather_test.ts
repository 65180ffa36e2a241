import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gatherInto } from "./gather.ts";

Deno.test("what is gathered is in the file as it came, in parts of any size", async () => {
  const path = await Deno.makeTempFile();
  const sizes = [0, 1, 3_000_000, 1024 * 1024, 32_768, 1024 * 1024 - 1, 2, ...Array(100).fill(32_767)];
  const parts = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  await ReadableStream.from(parts).pipeTo(gatherInto(await Deno.open(path, { write: true })));
  const expected = new Uint8Array(await new Blob(parts).arrayBuffer());
  deepStrictEqual(Buffer.compare(await Deno.readFile(path), expected), 0);
  await Deno.remove(path);
});

Deno.test("a file that cannot take it all fails its stream, and is closed", async () => {
  const file = await Deno.open("/dev/full", { write: true });
  await rejects(ReadableStream.from([new Uint8Array(10)]).pipeTo(gatherInto(file)), /No space left/);
  throws(() => file.statSync());
});

Deno.test("a stream that breaks off closes the file", async () => {
  const path = await Deno.makeTempFile();
  const file = await Deno.open(path, { write: true });
  const broken = new ReadableStream({ start: (controller) => controller.error(new Error("lost")) });
  await rejects(broken.pipeTo(gatherInto(file)), /lost/);
  throws(() => file.statSync());
  await Deno.remove(path);
});
