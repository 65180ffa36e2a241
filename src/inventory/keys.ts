import { type Data, DroverError } from "../api/mod.ts";

/** `ssh_user` as `sshUser`. */
export function camelCase(key: string): string {
  return key.replaceAll(/_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether a data key, in either spelling, belongs to the connector with this prefix: `sshd_port` is not one of `ssh`. */
export function hasPrefix(key: string, prefix: string): boolean {
  const start = camelCase(prefix);
  const name = camelCase(key);
  return name.startsWith(start) && /^[A-Z]/.test(name.slice(start.length));
}

/** The one spelling under which a data key is kept: camel case for the keys of connectors, as written for all others. */
export function canonicalKey(key: string, prefixes: readonly string[]): string {
  return prefixes.some((prefix) => hasPrefix(key, prefix)) ? camelCase(key) : key;
}

/**
 * Data with canonical keys and without keys that have no value.
 *
 * @throws {DroverError} where both spellings of a key are given.
 */
export function canonicalData(data: Data, prefixes: readonly string[], source: string): Data {
  const canonical = new Map<string, { readonly written: string; readonly value: unknown }>();
  for (const [written, value] of Object.entries(data)) {
    if (value === undefined) continue;
    const key = canonicalKey(written, prefixes);
    const twin = canonical.get(key);
    if (twin) {
      throw new DroverError("inventory", `Data of ${source}: "${twin.written}" and "${written}" are the same key`, {
        hint: "Remove one of the two.",
      });
    }
    canonical.set(key, { written, value });
  }
  return Object.fromEntries([...canonical].map(([key, { value }]) => [key, value]));
}
