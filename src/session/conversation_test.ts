import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Conversation } from "./conversation.ts";
import type { Process } from "./process.ts";

/** A process that has printed this and is at its end. */
function printing(...pieces: Uint8Array[]): Process {
  return {
    stdin: new WritableStream(),
    stdout: ReadableStream.from(pieces),
    stderr: ReadableStream.from([]),
    status: Promise.resolve({ code: 0 }),
    kill: () => {},
  };
}

const encoder = new TextEncoder();

Deno.test("what follows the hello comes through byte by byte", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const first = new Uint8Array([...encoder.encode("hello-1\n"), ...bytes]);
  const conversation = new Conversation(printing(first, bytes), "hello-1", true);
  strictEqual(await conversation.next([]), "hello");
  const rest = await new Response(conversation.rest().stdout).bytes();
  deepStrictEqual(rest, new Uint8Array([...bytes, ...bytes]));
});

Deno.test("a prompt that ends in another script's colon is one", async () => {
  const prompt = { prompt: /(:|\xef\xbc\x9a)[ \t]*$/, answer: "x", whom: "root by su", what: "su" };
  const conversation = new Conversation(printing(encoder.encode("密码：")), "hello-1", true);
  strictEqual(await conversation.next([prompt]), prompt);
});
