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

Deno.test("a program that waits for something else is not waited for without end, and what it said is known", async () => {
  const child = new Deno.Command("sh", {
    args: ["-c", "printf 'Verification code: '; read code; echo hello-1"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { stdin, stdout, stderr } = child;
  const process = {
    stdin,
    stdout,
    stderr,
    status: child.status.then(({ code }) => ({ code })),
    kill: () => child.kill(),
  };
  const conversation = new Conversation(process, "hello-1", true, 300);
  const prompt = { prompt: /Password: $/, answer: "x", whom: "root by sudo", what: "sudo" };
  deepStrictEqual([await conversation.next([prompt]), conversation.pending], ["silent", "Verification code:"]);
  await stdin.close();
  strictEqual(await conversation.next([prompt]), "hello");
  const rest = conversation.rest();
  await Promise.all([rest.stdout.cancel(), rest.stderr.cancel(), child.status]);
});
