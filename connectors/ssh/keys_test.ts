import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { readKeyFile, signWith } from "./keys.ts";
import { loadSsh2 } from "./ssh2.ts";

const ssh2 = await loadSsh2();
const DATA = Buffer.from("what is signed");
const noPassword = { ask: () => Promise.reject(new Error("nobody to ask")) };

async function makeKey(file: string, ...args: string[]): Promise<void> {
  const { success } = await new Deno.Command("ssh-keygen", { args: ["-q", "-C", "me", ...args, "-f", file] }).output();
  ok(success);
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function signatureHolds(file: string): Promise<boolean> {
  const key = await (await readKeyFile(file, noPassword, ssh2))!.unlock!();
  const signature = signWith(key, DATA, key.type === "ssh-rsa" ? "sha512" : undefined);
  const publicKey = ssh2.utils.parseKey(await Deno.readTextFile(`${file}.pub`));
  if (publicKey instanceof Error) throw publicKey;
  return publicKey.verify(DATA, signature, key.type === "ssh-rsa" ? "sha512" : undefined) === true;
}

for (const [type, size] of [["ed25519", "256"], ["rsa", "2048"], ["ecdsa", "384"], ["ecdsa", "521"]] as const) {
  Deno.test(`signs with a key of type ${type} ${size} in OpenSSH's format`, () =>
    inFolder(async (folder) => {
      const file = join(folder, "key");
      await makeKey(file, "-t", type, "-b", size, "-N", "");
      ok(await signatureHolds(file));
    }));
}

Deno.test("signs with every ECDSA key, whatever the length of its private number", () =>
  inFolder(async (folder) => {
    for (let number = 0; number < 12; number++) {
      const file = join(folder, `key${number}`);
      await makeKey(file, "-t", "ecdsa", "-b", "256", "-N", "");
      ok(await signatureHolds(file), await Deno.readTextFile(file));
    }
  }));

for (const format of ["RFC4716", "PEM"]) {
  Deno.test(`an encrypted key (${format}) tells its public half without its password, which is asked for once`, () =>
    inFolder(async (folder) => {
      const file = join(folder, "key");
      await makeKey(file, "-t", "rsa", "-b", "2048", "-m", format, "-N", "s3cret");
      let asked = 0;
      const ask = (question: string) => {
        asked++;
        strictEqual(question, `Password of the key ${file}: `);
        return Promise.resolve("s3cret");
      };
      const key = (await readKeyFile(file, { ask }, ssh2))!;
      const [, line] = (await Deno.readTextFile(`${file}.pub`)).split(" ");
      deepStrictEqual([key.publicKey!.getPublicSSH().toString("base64"), asked], [line, 0]);
      await key.unlock!();
      ok((await key.unlock!()).isPrivateKey());
      strictEqual(asked, 1);
    }));
}

Deno.test("a wrong password is named as such", () =>
  inFolder(async (folder) => {
    const file = join(folder, "key");
    await makeKey(file, "-t", "ed25519", "-N", "s3cret");
    const key = (await readKeyFile(file, { ...noPassword, given: "wrong" }, ssh2))!;
    await rejects(key.unlock!(), { message: "the password is wrong" });
  }));

Deno.test("a file that holds no key says so, a missing one is none", () =>
  inFolder(async (folder) => {
    const file = join(folder, "key");
    strictEqual(await readKeyFile(file, noPassword, ssh2), undefined);
    await Deno.writeTextFile(file, "hello");
    deepStrictEqual(await readKeyFile(file, noPassword, ssh2), { path: file, problem: "Unsupported key format" });
  }));
