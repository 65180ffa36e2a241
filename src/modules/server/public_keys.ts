import { arg, OperationError, pathOf, readText, z } from "../../api/mod.ts";

/** A public key's text, or where the local file is that holds some. */
export type PublicKey = string | URL;

/** An argument that takes public keys: their text, or local files whose names end in `.pub`. Becomes a list. */
export function publicKeysArgument(): z.ZodType<PublicKey[], PublicKey | readonly PublicKey[]> {
  const key = z.union([z.string().min(1), z.instanceof(URL)]);
  return z.union([key, z.array(key).readonly()]).transform((value) =>
    (Array.isArray(value) ? value as readonly PublicKey[] : [value as PublicKey]).map(fileOrText)
  );
}

function fileOrText(key: PublicKey): PublicKey {
  return typeof key === "string" && /^\S+\.pub$/.test(key) ? arg.src().parse(key) : key;
}

/**
 * The keys, a line each, in their order and each once.
 *
 * @throws {OperationError} for a file without a key, or with a private one
 */
export async function readPublicKeys(keys: readonly PublicKey[], signal?: AbortSignal): Promise<string[]> {
  const lists = await Promise.all(keys.map(async (key) => {
    const lines = (key instanceof URL ? await readText(key, signal) : key).split(/\r?\n/).map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    const origin = key instanceof URL ? pathOf(key) : "one of publicKeys";
    if (lines.some((line) => line.includes("PRIVATE KEY"))) {
      throw new OperationError(`Cannot use ${origin} as a public key: it is a private key`, {
        hint: "Give the file that ends in .pub.",
      });
    }
    if (lines.length === 0) throw new OperationError(`Cannot use ${origin} as a public key: there is none in it`);
    return lines;
  }));
  return [...new Set(lists.flat())];
}
