import { Buffer } from "node:buffer";
import { deepStrictEqual, throws } from "node:assert/strict";
import { parseAgentKeys } from "./agent_keys.ts";

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const SECURITY_KEY = Buffer.concat([
  field("sk-ssh-ed25519@openssh.com"),
  field(Buffer.alloc(32, 7)),
  field("ssh:"),
]);
const ANSWER = Buffer.concat([Buffer.from([12, 0, 0, 0, 1]), field(SECURITY_KEY), field("me@laptop")]);

Deno.test("gives the keys of an agent with their types and comments", () => {
  deepStrictEqual(parseAgentKeys(ANSWER), [
    { blob: SECURITY_KEY, type: "sk-ssh-ed25519@openssh.com", comment: "me@laptop" },
  ]);
  deepStrictEqual(parseAgentKeys(Buffer.from([12, 0, 0, 0, 0])), []);
});

Deno.test("refuses an answer that is none, or is cut short", () => {
  throws(() => parseAgentKeys(Buffer.from([5])), /does not show its keys/);
  for (let length = 5; length < ANSWER.length; length++) {
    throws(() => parseAgentKeys(ANSWER.subarray(0, length)), Error, `of ${length} bytes`);
  }
});
