import { deepStrictEqual, throws } from "node:assert/strict";
import { Fields, MESSAGE, message, Splitter } from "./packets.ts";

Deno.test("messages come out as they went in, however the stream is cut", () => {
  const sent = [
    message(MESSAGE.OPEN, "session", 7, 1024),
    message(MESSAGE.DATA, 7, new Uint8Array([0, 255])),
    message(MESSAGE.REQUEST, 7, "exec", true, "echo é"),
  ];
  const stream = Uint8Array.from(sent.flatMap((one) => [...one]));
  for (const size of [1, 3, 10, stream.length]) {
    const splitter = new Splitter();
    const got = [];
    for (let start = 0; start < stream.length; start += size) {
      got.push(...splitter.push(stream.subarray(start, start + size)));
    }
    deepStrictEqual(got.map((piece) => [...piece]), sent.map((piece) => [...piece.subarray(4)]));
    const request = new Fields(got[2]!.subarray(2));
    deepStrictEqual(
      [request.number(), request.string(), request.byte(), request.string()],
      [7, "exec", 1, "echo é"],
    );
  }
});

Deno.test("what is no stream of messages is refused", () => {
  throws(() => new Splitter().push(new TextEncoder().encode("SSH-2.0-OpenSSH\r\n")), RangeError);
  throws(() => new Fields(message(MESSAGE.EOF, 3).subarray(6)).string(), RangeError);
});
