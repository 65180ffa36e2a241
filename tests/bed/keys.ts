import { join } from "node:path";
import { run } from "./run.ts";

/** The kinds of keys that OpenSSH makes. */
export type KeyType = "ed25519" | "ecdsa" | "rsa";

/** A pair of keys on this machine. */
export interface KeyPair {
  /** The file with the private key; the public key is beside it, with `.pub`. */
  readonly file: string;
  /** The line with the public key, without a comment. */
  readonly publicKey: string;
}

/** Makes a pair of keys in OpenSSH's format. */
export async function makeKey(folder: string, name: string, type: KeyType = "ed25519"): Promise<KeyPair> {
  const file = join(folder, name);
  await run(["ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", file]);
  return { file, publicKey: (await Deno.readTextFile(`${file}.pub`)).trim() };
}
