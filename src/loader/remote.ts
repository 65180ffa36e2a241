import { DroverError } from "../api/mod.ts";
import { parseAuthTokens } from "./authorization.ts";
import { type Cache, sha256 } from "./cache.ts";
import { download, type DownloadKind } from "./download.ts";
import type { Fetched } from "./graph.ts";
import { makeRegistry, registryAddress } from "./jsr.ts";
import { readLockFile } from "./lock.ts";
import { assertSafe, makeTrust, type TrustOptions } from "./trust.ts";

/** Modules of other machines. */
export interface Remote {
  /** The address to fetch: that of a package's file for `jsr:`, without its pin for any. @throws {DroverError} */
  locate(address: string): Promise<string>;
  /** Fetches a module, from the cache if what is there is what the lock file knows. @throws {DroverError} */
  fetch(url: string, importedBy: string | undefined): Promise<Fetched>;
  /** Fetches a file in the same way, and gives the address of its copy in the cache. @throws {DroverError} */
  keep(url: string): Promise<URL>;
  /** Asks for what is new. @throws {DroverError} if the answer is no. */
  confirm(): Promise<void>;
}

interface Stored {
  readonly url: string;
  readonly contentType: string;
  readonly sha256: string;
}

interface Hashed extends Fetched {
  readonly sha256: string;
}

/** Opens the way to other machines. */
export async function openRemote(cache: Cache, options: TrustOptions): Promise<Remote> {
  const environment = options.environment ?? ((name: string) => Deno.env.get(name));
  const trust = makeTrust(await readLockFile(options.folder ?? Deno.cwd()), options);
  const store = makeStore(cache, options, parseAuthTokens(environment("DROVER_AUTH_TOKENS")));
  const base = registryAddress(environment);
  const registry = makeRegistry(base, (url, lasts) => readDocument(store, url, lasts));
  const specifiers = new Map<string, Set<string>>();
  const fetched = new Map<string, Pick<Hashed, "url" | "sha256">>();

  async function locatePackage(specifier: string): Promise<string> {
    const known = options.reload ? undefined : trust.known(specifier);
    if (!known) trust.admit(specifier, undefined, base);
    const url = known?.url ?? await registry.locate(specifier);
    specifiers.set(url, (specifiers.get(url) ?? new Set()).add(specifier));
    const found = fetched.get(url);
    if (found) trust.check(specifier, found);
    return url;
  }
  async function fetchAdmitted(url: string, importedBy: string | undefined, kind: DownloadKind): Promise<Hashed> {
    const known = trust.known(url);
    const cached = options.reload && !options.cachedOnly ? undefined : store.read(url);
    const isGood = cached && (known ? cached.sha256 === known.sha256 && cached.url === known.url : options.cachedOnly);
    // What is on the way is of no use if nobody agrees to it.
    if (!isGood && !options.cachedOnly) trust.admit(url, importedBy);
    const found = isGood ? cached : await store.fetch(url, kind);
    const wanted = known ? undefined : await registry.checksum(found.url);
    if (wanted === undefined || wanted === found.sha256) return found;
    throw new DroverError(
      "load",
      `Cannot load ${url}: the registry knows the SHA-256 ${wanted}, found ${found.sha256}`,
    );
  }
  async function fetchChecked(url: string, importedBy: string | undefined, kind: DownloadKind): Promise<Hashed> {
    const found = await fetchAdmitted(url, importedBy, kind);
    fetched.set(url, { url: found.url, sha256: found.sha256 });
    for (const address of [url, ...specifiers.get(url) ?? []]) trust.check(address, found);
    return found;
  }
  return {
    async locate(address) {
      const [plain, pin] = partPin(address);
      if (pin !== undefined) trust.pin(plain, pin);
      return plain.startsWith("jsr:") ? await locatePackage(plain) : plain;
    },
    fetch: (url, importedBy) => fetchChecked(url, importedBy, "module"),
    keep: async (url) => store.address(await fetchChecked(url, undefined, "file")),
    confirm: () => trust.confirm(),
  };
}

/** An address without its `#sha256-…`, and what that says. @throws {DroverError} */
function partPin(address: string): [string, string | undefined] {
  const [, plain = address, pin] = /^(.*)#sha256-(.*)$/s.exec(address) ?? [];
  if (pin === undefined || /^[0-9a-f]{64}$/i.test(pin)) return [plain, pin?.toLowerCase()];
  throw new DroverError(
    "load",
    `Cannot load ${address}: expected 64 hex digits after #sha256-, found ${pin.length} characters`,
  );
}

interface Store {
  /** What was fetched before. */
  read(url: string): Hashed | undefined;
  /** Fetches, and keeps. @throws {DroverError} */
  fetch(url: string, kind: DownloadKind): Promise<Hashed>;
  /** Where the content is kept. */
  address(found: Hashed): URL;
}

function makeStore(cache: Cache, options: TrustOptions, authorization: (host: string) => string | undefined): Store {
  const place = (url: string) => `remote/${sha256(url)}.json`;
  return {
    read(url) {
      const stored = cache.readJson<Stored>(place(url));
      const bytes = stored && cache.read(`contents/${stored.sha256}`);
      return bytes && sha256(bytes) === stored.sha256 ? { ...stored, bytes } : undefined;
    },
    address: ({ sha256 }) => new URL(cache.address(`contents/${sha256}`)),
    async fetch(url, kind) {
      if (options.cachedOnly) {
        throw new DroverError("load", `Cannot load ${url}: it is not in the cache, and --cached-only fetches nothing`, {
          hint: kind === "module"
            ? "drover cache SCRIPT fetches all that a script needs."
            : "A run without --cached-only fetches what its operations take from elsewhere.",
        });
      }
      const found = await download(url, {
        fetch: options.fetch ?? fetch,
        authorization,
        assertSafe: (address) => assertSafe(address, options.allowedHosts),
        kind,
        timeout: options.timeout,
      });
      const stored: Stored = { url: found.url, contentType: found.contentType, sha256: sha256(found.bytes) };
      await cache.write(`contents/${stored.sha256}`, found.bytes);
      await cache.write(place(url), JSON.stringify(stored));
      return { ...stored, bytes: found.bytes };
    },
  };
}

/** A document of the registry: from the cache if it lasts, or if nothing is fetched. */
async function readDocument(store: Store, url: string, lasts: boolean): Promise<unknown> {
  const cached = store.read(url);
  const { bytes } = (lasts ? cached : undefined) ?? await store.fetch(url, "module").catch((error) => {
    if (cached) return cached;
    throw error;
  });
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new DroverError("load", `Cannot load ${url}: the registry did not answer with JSON`, { cause });
  }
}
