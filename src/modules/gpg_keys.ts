import { unexpected } from "./lines.ts";

/** A part of a key that has a task of its own. */
export interface GpgSubkey {
  /** How far gpg trusts it: one letter, `-` where that is not known. */
  readonly validity: string;
  /** In bits. */
  readonly length: number;
  readonly fingerprint?: string;
}

/** An OpenPGP key. */
export interface GpgKeyInfo extends GpgSubkey {
  /** By their ids. */
  readonly subkeys: Readonly<Record<string, GpgSubkey>>;
  /** Whose key it is. */
  readonly uid?: string;
  readonly uidHash?: string;
}

/** Keys by their ids. */
export type GpgKeyMap = Readonly<Record<string, GpgKeyInfo>>;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads what `gpg --with-colons` prints: records of fields, the first of which says what it is. Records that say nothing
 * of keys are passed over.
 *
 * @throws {Error} for a line that is no record
 */
export function parseKeys(lines: readonly string[]): Record<string, GpgKeyInfo> {
  const keys: Record<string, GpgKeyInfo> = {};
  let key: Writable<GpgKeyInfo> | undefined;
  let latest: Writable<GpgSubkey> | undefined;
  for (const line of lines) {
    if (line.trim() === "") continue;
    if (!/^[a-z][a-z0-9]{2}:/.test(line)) throw unexpected("a record of gpg", line);
    const fields = line.split(":");
    const [record, validity = "", length = "", , id = ""] = fields;
    if (/^(pub|sec|sub|ssb):/.test(line) && (!/^\d+$/.test(length) || id === "")) {
      throw unexpected("a key with its length and its id", line);
    }
    const basics = { validity, length: Number(length) };
    switch (record) {
      case "pub":
      case "sec":
        key = { ...basics, subkeys: {} };
        latest = keys[id] = key;
        break;
      case "sub":
      case "ssb":
        latest = { ...basics };
        if (key) key.subkeys = { ...key.subkeys, [id]: latest };
        break;
      case "fpr":
        if (latest) latest.fingerprint = fields[9] ?? "";
        break;
      case "uid":
        // The first one is the main one.
        if (key && key.uid === undefined) {
          Object.assign(key, { uidHash: fields[7] ?? "", uid: unescape(fields[9] ?? "") });
        }
        break;
    }
  }
  return keys;
}

/** gpg writes a colon, a backslash and control characters as `\xNN`. */
function unescape(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
