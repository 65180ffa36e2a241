/** Archives whose bytes depend on their files alone. @module */
import { deflateRawSync, gzipSync } from "node:zlib";

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}

/** The same time for every file: the earliest that zip can tell. */
const TIME = Date.UTC(1980, 0, 1) / 1000;
const DOS_DATE = 0x21;

/** A `.tar.gz`. */
export function tarGz(files: readonly ArchivedFile[]): Uint8Array {
  const parts = files.flatMap((file) => [tarHeader(file), file.bytes, new Uint8Array(-file.bytes.length & 511)]);
  return gzipSync(join([...parts, new Uint8Array(1024)]));
}

function tarHeader({ name, bytes, executable }: ArchivedFile): Uint8Array {
  const header = new Uint8Array(512);
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(name, 0);
  put(`${octal(executable ? 0o755 : 0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  put(`${octal(bytes.length, 11)}\0${octal(TIME, 11)}\0`, 124);
  // While the sum is made its own field counts as blanks.
  put(" ".repeat(8), 148);
  put("0", 156);
  put("ustar\0" + "00", 257);
  put(`${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148);
  return header;
}

/** A `.zip`. */
export function zip(files: readonly ArchivedFile[]): Uint8Array {
  const contents: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, executable } of files) {
    const packed = deflateRawSync(bytes);
    const path = new TextEncoder().encode(name);
    // Version needed, flags (names are UTF-8), deflate, time, date, checksum, sizes, length of the name, no extras.
    const common = numbers(
      [20, 2],
      [0x800, 2],
      [8, 2],
      [0, 2],
      [DOS_DATE, 2],
      [crc32(bytes), 4],
      [packed.length, 4],
      [
        bytes.length,
        4,
      ],
      [path.length, 2],
      [0, 2],
    );
    const local = join([numbers([0x04034b50, 4]), common, path, packed]);
    // The upper half of the attributes are those of Unix.
    const attributes = ((executable ? 0o100755 : 0o100644) << 16) >>> 0;
    const rest = numbers([0, 2], [0, 2], [0, 2], [attributes, 4], [offset, 4]);
    directory.push(numbers([0x02014b50, 4], [0x0314, 2]), common, rest, path);
    contents.push(local);
    offset += local.length;
  }
  const listed = join(directory);
  const count = files.length;
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [offset, 4], [0, 2]);
  return join([...contents, listed, end]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ CRC_TABLE[(sum ^ byte) & 0xff]!;
  return (sum ^ 0xffffffff) >>> 0;
}

/** Numbers with their widths in bytes, the lowest byte first. */
function numbers(...fields: readonly (readonly [value: number, width: 2 | 4])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, width]) => sum + width, 0)));
  let at = 0;
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
