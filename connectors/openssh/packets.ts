/**
 * Messages on OpenSSH's control socket: first those of its own (PROTOCOL.mux), then, in proxy mode, those of the connection
 * protocol of SSH (RFC 4254), unencrypted. Pure.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** The messages of the connection protocol that sessions need. */
export const MESSAGE = {
  GLOBAL_REQUEST: 80,
  OPEN: 90,
  OPEN_CONFIRMATION: 91,
  OPEN_FAILURE: 92,
  WINDOW_ADJUST: 93,
  DATA: 94,
  EXTENDED_DATA: 95,
  EOF: 96,
  CLOSE: 97,
  REQUEST: 98,
  SUCCESS: 99,
  FAILURE: 100,
} as const;

/** A field: a number of 32 bits, a byte that is 0 or 1, or a string with its length in front. */
export type Field = number | boolean | string | Uint8Array;

/** Fields as bytes, one after the other. */
export function encode(...fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap((field) => {
    if (typeof field === "number") return [word(field)];
    if (typeof field === "boolean") return [Buffer.from([field ? 1 : 0])];
    const bytes = typeof field === "string" ? Buffer.from(field) : field;
    return [word(bytes.length), bytes];
  }));
}

/** A message of the control socket itself. */
export function controlMessage(type: number, ...fields: readonly Field[]): Buffer {
  return encode(encode(type, ...fields));
}

/** A message of the connection protocol: no padding, which takes a byte to say so. */
export function message(type: number, ...fields: readonly Field[]): Buffer {
  return encode(Buffer.concat([Buffer.from([0, type]), encode(...fields)]));
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Reads fields one after the other. @throws {RangeError} past the end */
export class Fields {
  #offset = 0;

  constructor(private readonly bytes: Buffer) {}

  number(): number {
    const value = this.bytes.readUInt32BE(this.#offset);
    this.#offset += 4;
    return value;
  }

  byte(): number {
    return this.bytes.readUInt8(this.#offset++);
  }

  bytesOf(): Buffer {
    const length = this.number();
    if (this.#offset + length > this.bytes.length) throw new RangeError("A string is longer than its message");
    return this.bytes.subarray(this.#offset, this.#offset += length);
  }

  string(): string {
    return this.bytesOf().toString("utf8");
  }
}

/** No message is longer than this; what claims to be is no message. */
const LONGEST = 1 << 20;

/** Cuts a stream of bytes into messages, which come without their length. */
export class Splitter {
  #pieces: Buffer[] = [];
  #size = 0;

  /** @throws {RangeError} for what is no stream of messages */
  push(bytes: Uint8Array): Buffer[] {
    this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#size += bytes.byteLength;
    const found: Buffer[] = [];
    while (this.#size >= 4) {
      const all = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
      this.#pieces = [all];
      const length = all.readUInt32BE(0);
      if (length > LONGEST) throw new RangeError(`A message of ${length} bytes`);
      if (all.length < 4 + length) break;
      found.push(all.subarray(4, 4 + length));
      this.#pieces = [all.subarray(4 + length)];
      this.#size -= 4 + length;
    }
    return found;
  }
}
