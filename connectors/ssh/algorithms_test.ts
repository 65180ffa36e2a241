import { deepStrictEqual } from "node:assert/strict";
import { algorithmsFor } from "./algorithms.ts";

Deno.test("a config names, adds, prefers or leaves out algorithms", () => {
  const usual = algorithmsFor("ciphers", undefined);
  deepStrictEqual(algorithmsFor("ciphers", "aes256-ctr,unknown,aes128-ctr"), ["aes256-ctr", "aes128-ctr"]);
  deepStrictEqual(algorithmsFor("ciphers", "+aes*-cbc"), [...usual, "aes128-cbc", "aes192-cbc", "aes256-cbc"]);
  deepStrictEqual(algorithmsFor("ciphers", "^aes256-ctr")[0], "aes256-ctr");
  deepStrictEqual(algorithmsFor("ciphers", "-chacha*,*gcm*,aes1??-ctr"), ["aes256-ctr"]);
  deepStrictEqual(algorithmsFor("kexalgorithms", "sntrup761x25519-sha512@openssh.com"), []);
});
