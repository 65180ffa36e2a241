import { deepStrictEqual, rejects } from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { publicKeysArgument, readPublicKeys } from "./public_keys.ts";

const argument = publicKeysArgument();

Deno.test("a key is text, or a file by its name", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/id.pub`, "# mine\nssh-ed25519 A a@b\n\nssh-rsa B\n");
    const keys = argument.parse([`${folder}/id.pub`, "ssh-ed25519 A a@b", 'from="x" ssh-rsa C']);
    deepStrictEqual(await readPublicKeys(keys), ["ssh-ed25519 A a@b", "ssh-rsa B", 'from="x" ssh-rsa C']);
    await Deno.writeTextFile(`${folder}/id`, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
    await rejects(readPublicKeys([pathToFileURL(`${folder}/id`)]), /private key/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
