import { UsageError } from "../../api/mod.ts";
import type { Port } from "./port.ts";

type Namespace = Readonly<Record<string, unknown>>;

/** What linked modules ask for while they run: their own names, and imports, which the engine links. */
export function installRuntime(
  port: Port,
  own: ReadonlyMap<string, Namespace>,
  importLinked: (address: unknown) => Promise<Namespace>,
): {
  /** Learns which linked modules stand for which addresses. */
  learn(linked: readonly (readonly [string, string])[]): void;
} {
  const addresses = new Map<string, string>();
  const metas = new Map<string, object>();
  const meta = (from: string) => {
    const url = addresses.get(from)!;
    return {
      url,
      main: false,
      resolve(specifier: unknown) {
        const text = String(specifier);
        if (/^\.{0,2}\/|^[a-z][a-z0-9+.-]+:/i.test(text)) return new URL(text, url).href;
        throw new UsageError(`Cannot resolve ${text} in the sandbox: names are looked up outside of it`, {
          hint: "import(…) takes names, too.",
        });
      },
    };
  };
  Object.defineProperty(globalThis, Symbol.for("drover.loader"), {
    value: {
      async import(importer: string, specifier: unknown, options?: { readonly with?: { readonly type?: string } }) {
        const as = (options?.with?.type ?? "module") as "module";
        const address = await port.call({ type: "import", importer, specifier: String(specifier), as });
        return await importLinked(address);
      },
      meta(from: string) {
        const known = metas.get(from) ?? meta(from);
        metas.set(from, known);
        return known;
      },
      own: (name: string) => own.get(name),
    },
  });
  return {
    learn: (linked) => {
      for (const [address, url] of linked) addresses.set(address, url);
    },
  };
}
