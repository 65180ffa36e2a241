/** What a {@linkcode FrameReader} finds in a stream, in order. */
export interface FrameEvents {
  /** Bytes between two marks. */
  data(bytes: Uint8Array): void;
  /** A mark of this session. */
  mark(id: number, payload: string): void;
}

const RS = 0x1e;
const LONGEST_PAYLOAD = 64;
const UTF8 = new TextDecoder();

/** Splits one stream of a session into data and marks; a mark may come in pieces and after any byte. */
export class FrameReader {
  #held: Uint8Array = new Uint8Array(0);
  readonly #prefix: Uint8Array;

  constructor(nonce: string, private readonly events: FrameEvents) {
    this.#prefix = new TextEncoder().encode(`\x1e${nonce}:`);
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Uint8Array): void {
    let bytes = this.#held.length ? concat(this.#held, chunk) : chunk;
    this.#held = new Uint8Array(0);
    while (bytes.length) {
      const start = this.#findPrefix(bytes);
      if (start > 0) this.events.data(bytes.subarray(0, start));
      if (start === bytes.length) return;
      const end = bytes.indexOf(RS, start + this.#prefix.length);
      if (end < 0) {
        this.#held = bytes.slice(start);
        return;
      }
      this.#emit(bytes.subarray(start + this.#prefix.length, end));
      bytes = bytes.subarray(end + 1);
    }
  }

  /** The stream has ended: what looked like the beginning of a mark is data. */
  end(): void {
    if (this.#held.length) this.events.data(this.#held);
    this.#held = new Uint8Array(0);
  }

  /** The index of the prefix, or of a beginning of it at the end of the bytes, or the length where there is none. */
  #findPrefix(bytes: Uint8Array): number {
    for (let at = bytes.indexOf(RS); at >= 0; at = bytes.indexOf(RS, at + 1)) {
      const length = Math.min(this.#prefix.length, bytes.length - at);
      let same = 1;
      while (same < length && bytes[at + same] === this.#prefix[same]) same++;
      if (same === length) return at;
    }
    return bytes.length;
  }

  #emit(payload: Uint8Array): void {
    const text = UTF8.decode(payload.subarray(0, LONGEST_PAYLOAD));
    const colon = text.indexOf(":");
    this.events.mark(Number(text.slice(0, colon)), text.slice(colon + 1));
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
