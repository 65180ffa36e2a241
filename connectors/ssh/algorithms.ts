/**
 * Which algorithms are offered.
 *
 * @module
 */
import { createCipheriv } from "node:crypto";
import { matchesPatterns } from "./patterns.ts";

/** The kinds of algorithms, by their keywords in an ssh config. */
export type AlgorithmKind = "kexalgorithms" | "ciphers" | "macs" | "hostkeyalgorithms";

/** What an ssh config says about algorithms, by keyword. */
export type AlgorithmWishes = Readonly<Partial<Record<AlgorithmKind, string>>>;

/** What is offered unless the config says otherwise, and what is offered only if it does. */
interface Known {
  readonly usual: readonly string[];
  readonly alsoKnown: readonly string[];
}

/** Without what Deno cannot do (nistp521); what is weak must be asked for. */
const KNOWN: Readonly<Record<AlgorithmKind, Known>> = {
  kexalgorithms: {
    usual: [
      "curve25519-sha256",
      "curve25519-sha256@libssh.org",
      "ecdh-sha2-nistp256",
      "ecdh-sha2-nistp384",
      "diffie-hellman-group-exchange-sha256",
      "diffie-hellman-group14-sha256",
      "diffie-hellman-group16-sha512",
      "diffie-hellman-group18-sha512",
      "diffie-hellman-group14-sha1",
    ],
    alsoKnown: ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group1-sha1"],
  },
  // By what 64 MiB take here: 0.18, 0.3 and 0.5 s.
  ciphers: {
    usual: [
      ...hasChacha() ? ["chacha20-poly1305@openssh.com"] : [],
      "aes128-ctr",
      "aes192-ctr",
      "aes256-ctr",
      "aes128-gcm@openssh.com",
      "aes256-gcm@openssh.com",
    ],
    alsoKnown: ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
  },
  macs: {
    usual: [
      "hmac-sha2-256-etm@openssh.com",
      "hmac-sha2-512-etm@openssh.com",
      "hmac-sha1-etm@openssh.com",
      "hmac-sha2-256",
      "hmac-sha2-512",
      "hmac-sha1",
    ],
    alsoKnown: [],
  },
  hostkeyalgorithms: {
    usual: [
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
      "ecdsa-sha2-nistp384",
      "rsa-sha2-512",
      "rsa-sha2-256",
      "ssh-rsa",
    ],
    alsoKnown: [],
  },
};

/** The kinds of algorithms. */
export const ALGORITHM_KINDS = Object.keys(KNOWN) as readonly AlgorithmKind[];

/** What a config says about algorithms. */
export function wishes(options: ReadonlyMap<string, readonly string[]>): AlgorithmWishes {
  return Object.fromEntries(
    ALGORITHM_KINDS.flatMap((kind) => options.has(kind) ? [[kind, options.get(kind)!.join(",")]] : []),
  );
}

/** The algorithms to offer, best first; empty where none of those that are asked for is known here. */
export function algorithmsFor(kind: AlgorithmKind, wish: string | undefined): readonly string[] {
  const { usual, alsoKnown } = KNOWN[kind];
  if (wish === undefined) return usual;
  const how = /^[+^-]/.exec(wish)?.[0];
  const patterns = wish.slice(how?.length ?? 0).split(",").filter(Boolean);
  const all = [...usual, ...alsoKnown];
  const named = patterns.flatMap((pattern) => all.filter((name) => matchesPatterns([pattern], name)));
  switch (how) {
    case "+":
      return [...new Set([...usual, ...named])];
    case "^":
      return [...new Set([...named, ...usual])];
    case "-":
      return usual.filter((name) => !matchesPatterns(patterns, name));
    default:
      return [...new Set(named)];
  }
}

/** Deno has it since 2.8. */
function hasChacha(): boolean {
  try {
    createCipheriv("chacha20", new Uint8Array(32), new Uint8Array(16));
    return true;
  } catch {
    return false;
  }
}
