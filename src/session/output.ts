/** What a command printed, as bytes, and how it ended. */
export interface RawOutput {
  readonly stdout: Captured;
  readonly stderr: Captured;
  /** The exit code; `null` where it was ended by a signal to its whole group. */
  readonly code: number | null;
}

/** The bytes of one stream, or their beginning and end where there were too many. */
export interface Captured {
  readonly bytes: Uint8Array;
  /** How many bytes were left out in the middle. */
  readonly omitted: number;
}

/** How many bytes of each stream are kept at the most: half of it from the beginning, half from the end. */
export const CAPTURE_LIMIT = 16 * 1024 * 1024;

/** Collects the bytes of a stream in bounded memory. */
export class Capture {
  readonly #head: Uint8Array[] = [];
  #tail: Uint8Array[] = [];
  #headSize = 0;
  #tailSize = 0;
  #total = 0;

  constructor(private readonly limit: number = CAPTURE_LIMIT) {}

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    this.#total += bytes.length;
    const half = this.limit / 2;
    const room = half - this.#headSize;
    if (room > 0) {
      // A copy: a small view would keep the whole network buffer alive.
      const part = bytes.slice(0, room);
      this.#head.push(part);
      this.#headSize += part.length;
      bytes = bytes.subarray(part.length);
    }
    if (bytes.length === 0) return;
    this.#tail.push(bytes.slice());
    this.#tailSize += bytes.length;
    while (this.#tailSize - this.#tail[0]!.length >= half) this.#tailSize -= this.#tail.shift()!.length;
  }

  /** All that was kept. */
  done(): Captured {
    const parts = [...this.#head, ...this.#tail];
    const bytes = new Uint8Array(this.#headSize + this.#tailSize);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { bytes, omitted: this.#total - bytes.length };
  }
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The captured bytes as text; what is no UTF-8 becomes U+FFFD. */
export function textOf({ bytes }: Captured): string {
  return UTF8.decode(bytes);
}

/** Why captured bytes are no faithful text, or `undefined` where they are. */
export function whyNoText({ bytes, omitted }: Captured): string | undefined {
  if (omitted > 0) return `it printed ${bytes.length + omitted} bytes, of which ${bytes.length} were kept`;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return "it printed bytes that are no UTF-8";
  }
}
