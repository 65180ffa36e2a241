import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { type GpgKeyMap, parseKeys } from "../gpg_keys.ts";

/** The keys in a file or at an address. */
export const GpgKey: Fact<GpgKeyMap | null, { src: string }> = fact({
  module: "gpg",
  name: "GpgKey",
  doc: "The keys in a file on the host, or at an address that the host fetches, by their ids; `null` where there are " +
    "none. Any system with gpg.",
  args: () => z.object({ src: word().describe("the file's path on the host, or its `http(s):` or `ftp:` address") }),
  requiresCommand: "gpg",
  command: ({ src }) =>
    /^(https?|ftp):/i.test(src)
      ? sh`(curl -sSLf ${src} || wget -q -O - ${src}) | gpg --batch --with-colons --show-keys 2>/dev/null || true`
      : sh`gpg --batch --with-colons --show-keys ${src} 2>/dev/null || true`,
  process: (lines) => {
    const keys = parseKeys(lines);
    return Object.keys(keys).length ? keys : null;
  },
});

const keyring = () =>
  z.object({ keyring: z.string().min(1).optional().describe("the keyring's file (default: the user's keyring)") });

function keysFact(name: string, flag: string, doc: string): Fact<GpgKeyMap, { keyring?: string }> {
  return fact({
    module: "gpg",
    name,
    doc,
    args: keyring,
    requiresCommand: "gpg",
    command: ({ keyring }) =>
      sh`gpg --batch ${flag} --with-colons ${
        keyring === undefined ? [] : ["--keyring", keyring, "--no-default-keyring"]
      }`,
    process: (lines) => parseKeys(lines),
    default: () => ({}),
  });
}

/** The public keys in a keyring. */
export const GpgKeys: Fact<GpgKeyMap, { keyring?: string }> = keysFact(
  "GpgKeys",
  "--list-keys",
  "The public keys in a keyring, by their ids. Any system with gpg.",
);

/** The secret keys in a keyring. */
export const GpgSecretKeys: Fact<GpgKeyMap, { keyring?: string }> = keysFact(
  "GpgSecretKeys",
  "--list-secret-keys",
  "Which secret keys are in a keyring, by their ids; not the secrets themselves. Any system with gpg.",
);
