import { DroverError } from "../api/mod.ts";
import { LOCK_FILE, type LockFile } from "./lock.ts";

/** Which code of other machines is loaded. */
export interface TrustOptions {
  /** The folder of `drover.lock`. Default: the current one. */
  readonly folder?: string;
  /** Take what is new without asking, and write it into the lock file. */
  readonly trust?: boolean;
  /** Take what is new or has changed, and write it into the lock file. */
  readonly updateLock?: boolean;
  /** Use only what was fetched before. */
  readonly cachedOnly?: boolean;
  /** Fetch again what was fetched before. */
  readonly reload?: boolean;
  /** Hosts that code may come from. Default: all. */
  readonly allowedHosts?: readonly string[];
  /** Asks whether to go on; `undefined` where nobody can be asked. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  readonly environment?: (name: string) => string | undefined;
  /** Seconds that fetching one module may take. Default: 30. */
  readonly timeout?: number;
}

interface Found {
  readonly url: string;
  readonly sha256: string;
}

/** Decides what may be loaded. */
export interface Trust {
  /** What the lock file knows about an address. */
  known(address: string): Found | undefined;
  /** Says what an address has to give. @throws {DroverError} where it gave something else already. */
  pin(address: string, sha256: string): void;
  /** Whether an address may be fetched, from a place if that is not the address. @throws {DroverError} */
  admit(address: string, importedBy: string | undefined, place?: string): void;
  /** Compares what an address gave with what was agreed to. @throws {DroverError} where it has changed. */
  check(address: string, found: Found): void;
  /** Asks for what is new, and writes the lock file. @throws {DroverError} if the answer is no. */
  confirm(): Promise<void>;
}

interface Fresh extends Found {
  readonly importedBy: string | undefined;
}

/** Makes what decides. */
export function makeTrust(lock: LockFile, options: TrustOptions): Trust {
  const pins = new Map<string, string>();
  const seen = new Map<string, Found>();
  const fresh = new Map<string, Fresh>();
  const importers = new Map<string, string | undefined>();
  let confirming = Promise.resolve();
  const takesNew = options.trust || options.updateLock;
  return {
    known: (address) => options.updateLock ? undefined : lock.get(address),
    pin(address, sha256) {
      const found = seen.get(address)?.sha256 ?? pins.get(address) ?? sha256;
      if (found !== sha256) throw wrongPin(address, sha256, found);
      pins.set(address, sha256);
    },
    admit(address, importedBy, place = address) {
      assertSafe(place, options.allowedHosts);
      importers.set(address, importers.get(address) ?? importedBy);
      if (lock.get(address) || pins.has(address) || isLoopback(place) || takesNew || options.ask) return;
      throw unagreed(address);
    },
    check(address, found) {
      seen.set(address, found);
      const pin = pins.get(address);
      if (pin !== undefined && pin !== found.sha256) throw wrongPin(address, pin, found.sha256);
      const locked = lock.get(address);
      const isSame = locked?.sha256 === found.sha256 && locked.url === found.url;
      if (locked && !isSame && !options.updateLock) throw changed(address, locked, found, lock.path);
      if (locked ? !isSame : options.updateLock || !isHere(address, found.url)) {
        fresh.set(address, { ...found, importedBy: importers.get(address) });
      }
    },
    // Several imports may come to it at once: one question after the other.
    confirm: () => confirming = confirming.catch(() => {}).then(confirm),
  };

  async function confirm(): Promise<void> {
    if (fresh.size === 0) return;
    const unpinned = [...fresh.keys()].filter((address) => !pins.has(address));
    if (!takesNew && unpinned.length > 0) {
      if (!options.ask) throw unagreed(unpinned[0]!);
      if (!await options.ask(questionFor(fresh))) {
        throw new DroverError("load", `Not loaded: ${unpinned.join(", ")}`, { hint: "Nothing of it has run." });
      }
    }
    for (const [address, { url, sha256 }] of fresh) lock.set(address, { url, sha256 });
    fresh.clear();
    await lock.save();
  }
}

function unagreed(address: string): DroverError {
  return new DroverError("load", `Cannot load ${address}: ${LOCK_FILE} does not know it, and nobody is asked`, {
    hint: `Run it once on a terminal without -y, or with --trust: what is loaded is written into ${LOCK_FILE}.`,
  });
}

function questionFor(fresh: ReadonlyMap<string, Fresh>): string {
  const targets = new Set([...fresh].filter(([address, { url }]) => address !== url).map(([, { url }]) => url));
  const rows = [...fresh].filter(([address]) => !targets.has(address)).map(([address, { url, importedBy }]) =>
    `      ${address}${url === address ? "" : `, which is ${url}`}${importedBy ? `, imported by ${importedBy}` : ""}`
  );
  return `This is from elsewhere, and ${LOCK_FILE} does not know it:\n${rows.join("\n")}\n` +
    `    Load it, and write it into ${LOCK_FILE}?`;
}

function isHere(address: string, url: string): boolean {
  return isLoopback(url) && (address.startsWith("jsr:") || isLoopback(address));
}

/** Whether an address may be asked for at all. @throws {DroverError} */
export function assertSafe(address: string, allowedHosts: readonly string[] | undefined): void {
  const { protocol, host, hostname } = new URL(address);
  if (protocol === "http:" && !isLoopback(address)) {
    throw new DroverError("load", `Cannot load ${address}: on its way anybody could change it`, {
      hint: "Use https:. Plain http: is for this machine alone.",
    });
  }
  if (!allowedHosts?.length || allowedHosts.includes(host) || allowedHosts.includes(hostname)) return;
  throw new DroverError("load", `Cannot load ${address}: ${host} is not among the hosts of --allow-host`, {
    hint: `Those are ${allowedHosts.join(", ")}.`,
  });
}

function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}

function wrongPin(address: string, wanted: string, found: string): DroverError {
  return new DroverError("load", `Cannot load ${address}: expected the SHA-256 ${wanted}, found ${found}`, {
    hint: "It is not what #sha256-… was written for. Look at what has changed before you write another hash.",
  });
}

function changed(
  address: string,
  locked: { readonly url: string; readonly sha256: string },
  found: { readonly url: string; readonly sha256: string },
  path: string,
): DroverError {
  const what = locked.url === found.url
    ? `its SHA-256 was ${locked.sha256} and is ${found.sha256}`
    : `it led to ${locked.url} and leads to ${found.url}`;
  return new DroverError("load", `Cannot load ${address}: it is not what ${path} knows: ${what}`, {
    hint: "If the change is wanted, say so with --update-lock.",
  });
}
