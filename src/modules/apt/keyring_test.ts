import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { isKey } from "../gpg/make_keyring.ts";
import { keyringName, keyringPath } from "./keyring.ts";

Deno.test("a keyring is named after its origin, in letters that apt takes", () => {
  deepStrictEqual(
    ["https://download.docker.com/linux/debian/gpg", "/root/my key.asc", "https://x.org/../k.gpg"].map(keyringName),
    ["download.docker.com-linux-debian-gpg", "my-key", "x.org-..-k"],
  );
});

Deno.test("a keyring is in /etc/apt/keyrings unless a path is given, and ends with .gpg", () => {
  deepStrictEqual(["docker", "/srv/k.gpg"].map(keyringPath), ["/etc/apt/keyrings/docker.gpg", "/srv/k.gpg"]);
});

Deno.test("a key is found by its short id, its fingerprint with spaces and the id of a subkey, but by no other", () => {
  const key = {
    validity: "-",
    length: 4096,
    fingerprint: "9DC858229FC7DD38854AE2D88D81803C0EBFCD88",
    subkeys: { "7EA0A9C3F273FCD8": { validity: "-", length: 4096 } },
  };
  const found = ["0x0ebfcd88", "9DC8 5822 9FC7 DD38 854A  E2D8 8D81 803C 0EBF CD88", "7ea0a9c3f273fcd8", "0EBFCD89"]
    .map((wanted) => isKey("8D81803C0EBFCD88", key, wanted));
  deepStrictEqual(found, [true, true, true, false]);
  strictEqual(isKey("8D81803C0EBFCD88", key, "18D81803C0EBFCD88"), false);
});
