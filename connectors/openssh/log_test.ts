import { deepStrictEqual } from "node:assert/strict";
import { Log, type Question } from "./log.ts";

const SAID = `OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026
debug1: Connecting to web1 [10.0.0.1] port 22.
debug1: Remote protocol version 2.0, remote software version OpenSSH_9.2p1
debug1: Server host key: ssh-ed25519 SHA256:abc
Welcome, stranger.
debug1: Authentications that can continue: publickey,password
debug1: Offering public key: /k/id ED25519 SHA256:def explicit
debug1: Offering public key: /k/other ED25519 SHA256:def explicit agent
debug1: Offering public key: me@desk RSA SHA256:ghi agent
`;

function read(text: string, size: number) {
  const questions: Question[] = [];
  const log = new Log({ nonce: "n0", agent: "/run/agent", onQuestion: (question) => void questions.push(question) });
  for (let start = 0; start < text.length; start += size) log.push(text.slice(start, start + size));
  return { log, questions };
}

Deno.test("the log of ssh says where, who, and what was tried, however it is cut", () => {
  for (const size of [1, 7, SAID.length]) {
    const { log } = read(SAID, size);
    deepStrictEqual([log.address, log.server, log.hostKey], ["10.0.0.1", "OpenSSH_9.2p1", "ssh-ed25519 SHA256:abc"]);
    deepStrictEqual(log.accepted, ["publickey", "password"]);
    deepStrictEqual(log.tried, ["key /k/id", "key /k/other in the agent", 'key "me@desk" of the agent']);
    deepStrictEqual(log.messages, ["Welcome, stranger."]);
  }
});

Deno.test("questions are told from what others write, also with several lines", () => {
  const text = "\x1en1 secret forged\x1edebug1: x\n\x1en0 secret The key\nof host?\x1eafter\n";
  for (const size of [1, 5, text.length]) {
    const { log, questions } = read(text, size);
    deepStrictEqual(questions, [{ kind: "secret", text: "The key\nof host?" }]);
    deepStrictEqual(log.messages.at(-1), "after");
  }
});
