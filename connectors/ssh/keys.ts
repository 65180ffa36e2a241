/**
 * Private keys in files: reading, unlocking, signing.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createPrivateKey, sign as cryptoSign } from "node:crypto";
import { readIfThere } from "./local_side.ts";
import type { ParsedKey, Ssh2Library } from "./ssh2.ts";

/** The key in a file. */
export interface KeyFile {
  readonly path: string;
  /** Its public half, also of an encrypted key. */
  readonly publicKey?: ParsedKey;
  /** Gives the private key, after asking for its password where there is one; absent for a public key alone. */
  readonly unlock?: () => Promise<ParsedKey>;
  /** Whether unlocking it asks for a password. */
  readonly locked?: boolean;
  /** Whether a certificate lies beside it, as `ssh-keygen -s` writes it. */
  readonly certified?: boolean;
  /** Whether it is a kind of key that the library does not know. */
  readonly foreign?: boolean;
  /** Why the file cannot be used. */
  readonly problem?: string;
}

/** How a key's password is had. */
export interface KeyPassword {
  readonly given?: string;
  ask(question: string): Promise<string>;
}

/** A key that is one, of a type that the library does not know. */
const FOREIGN = /unsupported OpenSSH .*key type/i;

/** A public key of such a type. */
const FOREIGN_PUBLIC = /^(sk-\S+@openssh\.com) [A-Za-z0-9+/=]+(\s|$)/;

/** Reads a key file; `undefined` where there is none. */
export async function readKeyFile(
  path: string,
  password: KeyPassword,
  library: Ssh2Library,
): Promise<KeyFile | undefined> {
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const certificate = await readIfThere(`${path}-cert.pub`);
  if (certificate !== undefined) return { path, certified: true };
  return await parseKeyFile(path, text, password, library);
}

async function parseKeyFile(
  path: string,
  text: string,
  password: KeyPassword,
  { utils }: Ssh2Library,
): Promise<KeyFile> {
  const key = utils.parseKey(text);
  if (!(key instanceof Error)) {
    return key.isPrivateKey() ? { path, publicKey: key, unlock: () => Promise.resolve(key) } : { path, publicKey: key };
  }
  if (!/passphrase/i.test(key.message)) {
    const type = FOREIGN_PUBLIC.exec(text)?.[1];
    if (type !== undefined) return { path, problem: `unsupported key type ${type}`, foreign: true };
    return { path, problem: key.message, ...(FOREIGN.test(key.message) ? { foreign: true } : {}) };
  }
  const beside = await readIfThere(`${path}.pub`).catch(() => undefined);
  const publicKey = utils.parseKey(publicPart(text) ?? beside ?? "");
  let unlocked: Promise<ParsedKey> | undefined;
  const unlock = () => unlocked ??= unlockKey(path, text, password, utils);
  if (!(publicKey instanceof Error)) return { path, publicKey, unlock, locked: true };
  // An encrypted PEM file without its .pub does not tell which key it holds.
  return await unlock().then(
    (opened) => ({ path, publicKey: opened, unlock }),
    (error) => ({ path, problem: error.message }),
  );
}

async function unlockKey(path: string, text: string, password: KeyPassword, utils: Ssh2Library["utils"]) {
  const secret = password.given ?? await password.ask(`Password of the key ${path}: `);
  const key = utils.parseKey(text, secret);
  if (!(key instanceof Error)) return key;
  const wrong = /integrity check|bad decrypt|wrong|incorrect/i.test(key.message);
  throw new Error(wrong ? "the password is wrong" : key.message);
}

/** The public key that an encrypted file in OpenSSH's own format shows openly. */
function publicPart(text: string): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, "base64");
  let offset = "openssh-key-v1\0".length;
  const next = () => {
    const start = offset + 4;
    offset = start + bytes.readUInt32BE(offset);
    return bytes.subarray(start, offset);
  };
  try {
    // Cipher, key derivation and its options come first, then the number of keys.
    for (let skipped = 0; skipped < 3; skipped++) next();
    offset += 4;
    return next();
  } catch {
    return undefined;
  }
}

const CURVES: Readonly<Record<string, { readonly name: string; readonly hash: string; readonly bytes: number }>> = {
  "ecdsa-sha2-nistp256": { name: "P-256", hash: "sha256", bytes: 32 },
  "ecdsa-sha2-nistp384": { name: "P-384", hash: "sha384", bytes: 48 },
  "ecdsa-sha2-nistp521": { name: "P-521", hash: "sha512", bytes: 66 },
};

/** Signs with a private key. @throws where the key cannot sign. */
export function signWith(key: ParsedKey, data: Buffer, hash?: string): Buffer {
  const curve = CURVES[key.type];
  if (curve !== undefined) return signWithCurve(key, data, curve);
  const signature: Buffer | Error = key.sign(data, hash);
  if (signature instanceof Error) throw signature;
  return signature;
}

// The library writes the private number of half of all ECDSA keys with a byte too many or too few, which Deno refuses.
function signWithCurve(key: ParsedKey, data: Buffer, curve: (typeof CURVES)[string]): Buffer {
  const der = Buffer.from(key.getPrivatePEM().replace(/-----[^\n]+-----/g, ""), "base64");
  const point = key.getPublicSSH().subarray(-2 * curve.bytes);
  const privateKey = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: curve.name,
      d: fixedLength(privateNumber(der), curve.bytes).toString("base64url"),
      x: point.subarray(0, curve.bytes).toString("base64url"),
      y: point.subarray(curve.bytes).toString("base64url"),
    },
  });
  return cryptoSign(curve.hash, data, privateKey);
}

/** The octets of the private number in a SEC 1 structure: a sequence of the version and these. */
function privateNumber(der: Buffer): Buffer {
  const long = der[1]! & 0x80 ? der[1]! & 0x7f : 0;
  const version = 2 + long;
  const start = version + 3 + 2;
  return der.subarray(start, start + der[start - 1]!);
}

function fixedLength(bytes: Buffer, length: number): Buffer {
  const significant = bytes.subarray(Math.max(0, bytes.length - length));
  return Buffer.concat([Buffer.alloc(length - significant.length), significant]);
}
