import { createHash } from "node:crypto";

/** How much of a file is read at a time, in bytes: each reading costs a change of thread. */
const PIECE = 256 * 1024;

/** What there is to know of content. */
export interface Measure {
  /** Its digest in hex. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

/** The kinds of digests. */
export type DigestAlgorithm = "sha1" | "sha256";

/** A local file piece by piece. */
export async function readPieces(address: URL): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const file = await Deno.open(address);
  return new ReadableStream({
    async pull(controller) {
      const piece = new Uint8Array(PIECE);
      const length = await file.read(piece).catch((error) => {
        file.close();
        throw error;
      });
      if (length !== null) return controller.enqueue(piece.subarray(0, length));
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  });
}

/** A local file piece by piece, each in the same memory as the one before. */
async function* eachPiece(address: URL): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(address);
  const piece = new Uint8Array(PIECE * 4);
  for (let length = await file.read(piece); length !== null; length = await file.read(piece)) {
    yield piece.subarray(0, length);
  }
}

/** Measures pieces of content. */
export async function measure(pieces: AsyncIterable<Uint8Array>, algorithm: DigestAlgorithm): Promise<Measure> {
  const hash = createHash(algorithm);
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
  }
  return { digest: hash.digest("hex"), size };
}

/** A file that was written in this time may be written once more without looking any different. */
const FRESH_MS = 2000;

/** What local files have been measured as in a run: one that goes to many hosts, in plan and apply, is read once. */
export class Measures {
  readonly #known = new Map<string, Promise<Measure>>();

  /** The measure of a file, from memory where the file is what it was. */
  async of(address: URL, algorithm: DigestAlgorithm): Promise<Measure> {
    const fresh = async () => await measure(eachPiece(address), algorithm);
    const { size, mtime, ino, dev } = await Deno.stat(address);
    if (mtime === null || Date.now() - mtime.getTime() < FRESH_MS) return await fresh();
    const key = JSON.stringify([address.href, algorithm, size, mtime.getTime(), ino, dev]);
    let known = this.#known.get(key);
    if (known === undefined) {
      this.#known.set(key, known = fresh());
      known.catch(() => this.#known.delete(key));
    }
    return await known;
  }
}
