/** How much is written to a local file at a time, in bytes: each writing costs a change of thread. */
const PIECE = 1024 * 1024;

/** A stream into a local file that gathers what comes in small parts; the file is closed with it. */
export function gatherInto(file: Deno.FsFile): WritableStream<Uint8Array> {
  const piece = new Uint8Array(PIECE);
  let length = 0;
  const write = async (bytes: Uint8Array) => {
    for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
  };
  const flush = async () => {
    const full = piece.subarray(0, length);
    length = 0;
    await write(full);
  };
  return new WritableStream<Uint8Array>({
    async write(chunk) {
      if (length + chunk.length > PIECE) await flush();
      if (chunk.length >= PIECE) return await write(chunk);
      piece.set(chunk, length);
      length += chunk.length;
    },
    async close() {
      try {
        await flush();
      } finally {
        file.close();
      }
    },
    abort: () => file.close(),
  }, new ByteLengthQueuingStrategy({ highWaterMark: PIECE }));
}
