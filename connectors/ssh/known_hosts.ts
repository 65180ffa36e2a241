/**
 * Reads and matches lines of known_hosts files (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Pure.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { matchesPatterns } from "./patterns.ts";

/** One line of a known_hosts file that says something about a key. */
export interface KnownHost {
  /** The names as written: patterns with commas, or one hashed name. */
  readonly names: string;
  readonly marker?: "cert-authority" | "revoked";
  /** The key type as in the key itself: `ssh-ed25519`. */
  readonly type: string;
  /** The public key in base64. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

/** What known_hosts files say about a key that a host shows. */
export type Verdict =
  | { readonly kind: "known" | "unknown" }
  | { readonly kind: "changed" | "revoked" | "authority"; readonly entries: readonly KnownHost[] };

/** Reads the lines of one file; what is no key line is left out, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split("\n").flatMap((raw, index) => {
    const words = raw.trim().split(/[ \t]+/);
    if (words[0] === "" || words[0]!.startsWith("#")) return [];
    const marker = words[0]!.startsWith("@") ? words.shift()!.slice(1) : undefined;
    if (marker !== undefined && marker !== "cert-authority" && marker !== "revoked") return [];
    const [names, type, key] = words;
    if (names === undefined || type === undefined || key === undefined || typeOfKey(key) !== type) return [];
    return [{ names, marker, type, key, file, line: index + 1 }];
  });
}

/** The name under which a host stands in known_hosts. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Whether a line is about a host, given as {@linkcode knownHostsName} writes it. */
export function isAbout(entry: KnownHost, name: string): boolean {
  const hashed = /^\|1\|([^|]+)\|([^|]+)$/.exec(entry.names);
  if (hashed) return hashName(name, Buffer.from(hashed[1]!, "base64")) === entry.names;
  return matchesPatterns(entry.names.toLowerCase().split(","), name.toLowerCase());
}

/** A name as HashKnownHosts writes it. */
export function hashName(name: string, salt: Uint8Array): string {
  const digest = createHmac("sha1", salt).update(name.toLowerCase()).digest("base64");
  return `|1|${Buffer.from(salt).toString("base64")}|${digest}`;
}

/**
 * Judges the key that a host shows.
 *
 * A key of another type than the known ones is a changed key: the algorithms of the known keys are offered first, so that a
 * host that still had one of them would have shown it.
 */
export function judge(entries: readonly KnownHost[], names: readonly string[], key: string): Verdict {
  const about = entries.filter((entry) => names.some((name) => isAbout(entry, name)));
  const revoked = about.filter((entry) => entry.marker === "revoked" && entry.key === key);
  if (revoked.length > 0) return { kind: "revoked", entries: revoked };
  const plain = about.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key === key)) return { kind: "known" };
  // A host on another port than 22 may also be known by its plain name, which can confirm a key, not contradict it.
  const contradicting = plain.filter((entry) => isAbout(entry, names[0]!));
  if (contradicting.length > 0) return { kind: "changed", entries: contradicting };
  const authorities = about.filter((entry) => entry.marker === "cert-authority");
  return authorities.length > 0 ? { kind: "authority", entries: authorities } : { kind: "unknown" };
}

/** The types of the keys that are known for a host. */
export function knownTypes(entries: readonly KnownHost[], names: readonly string[]): string[] {
  const about = entries.filter((entry) => entry.marker === undefined && names.some((name) => isAbout(entry, name)));
  return [...new Set(about.map((entry) => entry.type))];
}

/** The line that makes a key known; with a salt the name is hashed. */
export function knownHostsLine(name: string, key: string, salt?: Uint8Array): string {
  return `${salt ? hashName(name, salt) : name} ${typeOfKey(key)} ${key}\n`;
}

/** The fingerprint of a public key in base64 as OpenSSH shows it. */
export function fingerprint(key: string): string {
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** The type that a public key in base64 names itself; empty where it is none. */
export function typeOfKey(key: string): string {
  const bytes = Buffer.from(key, "base64");
  const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  return length > 0 && length <= 64 && bytes.length > 4 + length ? bytes.toString("latin1", 4, 4 + length) : "";
}
