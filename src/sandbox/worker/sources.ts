import type { SourceReader } from "../../api/mod.ts";
import type { World } from "./world.ts";

/** The way to sources through the engine. */
export interface Sources extends SourceReader {
  /** Fetches what could not be read at once; whether there was anything. */
  fetchMissing(): Promise<boolean>;
}

/** Makes the way to sources for a context. */
export function makeSources({ port, texts }: Pick<World, "port" | "texts">, context: number): Sources {
  let missing: URL | undefined;
  const read = async (address: URL) =>
    await port.call({ type: "source", context, address: address.href }) as Uint8Array;
  return {
    read,
    readNow(address) {
      const text = texts.get(address.href);
      if (text !== undefined) return text;
      missing = address;
      throw new Error(`${address.href} is not here yet`);
    },
    async fetchMissing() {
      if (missing === undefined) return false;
      const address = missing;
      missing = undefined;
      texts.set(address.href, new TextDecoder().decode(await read(address)));
      return true;
    },
  };
}
