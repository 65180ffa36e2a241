import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { messageOf } from "../api/mod.ts";
import { holdsSecret } from "../command/mod.ts";

/** A fact that was read at some time. */
export interface CachedFact {
  /** When, in milliseconds since 1970. */
  readonly readAt: number;
  readonly value: unknown;
}

/**
 * Facts of one host from earlier runs, in a file that only the user can read. Facts that hold secrets are never in it, and
 * what an operation may have changed is forgotten.
 */
export class FactCache {
  #facts: Map<string, CachedFact>;

  private constructor(private readonly path: string, facts: Map<string, CachedFact>) {
    this.#facts = facts;
  }

  /**
   * Opens the cache of a host.
   *
   * @param folder where caches are
   * @param host what tells the host from all others
   * @param maxAgeMs what is older is not given any more
   */
  static async open(folder: string, host: string, maxAgeMs: number): Promise<FactCache> {
    const path = `${folder}/${createHash("sha256").update(host).digest("hex").slice(0, 32)}`;
    const oldest = Date.now() - maxAgeMs;
    const facts = await readFacts(path);
    return new FactCache(path, new Map([...facts].filter(([, { readAt }]) => readAt >= oldest)));
  }

  /** A fact of an earlier run that is not too old. */
  get(key: string): CachedFact | undefined {
    return this.#facts.get(key);
  }

  /** Forgets all: an operation has changed the host. */
  clear(): void {
    this.#facts.clear();
  }

  /** Keeps facts for later runs. @returns why that did not work, if it did not */
  async save(read: ReadonlyMap<string, CachedFact>): Promise<string | undefined> {
    for (const [key, fact] of read) if (!holdsSecret(`${key} ${shownValue(fact.value)}`)) this.#facts.set(key, fact);
    const temporary = `${this.path}.${crypto.randomUUID()}`;
    try {
      await Deno.mkdir(this.path.replace(/\/[^/]*$/, ""), { recursive: true, mode: 0o700 });
      await Deno.writeFile(temporary, serialize(this.#facts), { mode: 0o600, createNew: true });
      await Deno.rename(temporary, this.path);
    } catch (error) {
      return messageOf(error);
    }
  }
}

async function readFacts(path: string): Promise<Map<string, CachedFact>> {
  try {
    const facts = deserialize(Buffer.from(await Deno.readFile(path)));
    return facts instanceof Map ? facts : new Map();
  } catch {
    // None yet, or of another version: read anew.
    return new Map();
  }
}

function shownValue(value: unknown): string {
  return JSON.stringify(value, (_, one) => one instanceof Map ? [...one] : one instanceof Set ? [...one] : one) ?? "";
}
