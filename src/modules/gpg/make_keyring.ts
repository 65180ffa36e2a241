import { raw, sh, type ShellCommand } from "../../api/mod.ts";
import type { GpgKeyInfo } from "../gpg_keys.ts";

/** How a keyring is made. */
export interface KeyringFile {
  readonly path: string;
  /** Its mode as octal digits. Default: `"644"`. */
  readonly mode?: string;
  /** Whether it is text, and not binary. Default: `false`. */
  readonly armored?: boolean;
}

// A folder of its own, as gpg would else take its keys into the user's keyring.
const WORK = raw(
  `work=$(mktemp -d) && trap 'gpgconf --homedir "$work" --kill all 2>/dev/null; rm -rf "$work"' EXIT`,
);

function install({ path, mode = "644" }: KeyringFile): ShellCommand {
  return sh`install -D -m ${mode} "$work/keyring" ${path}`;
}

/** Makes a keyring of the keys in a file or at an address, whether they are armored or not. */
export function fetchKeys(src: string, keyring: KeyringFile): ShellCommand {
  const fetch = /^(https?|ftp):/i.test(src)
    ? sh`(curl -sSLf ${src} -o "$work/keys" || wget -q ${src} -O "$work/keys")`
    : sh`cp ${src} "$work/keys"`;
  const convert = keyring.armored
    ? sh`mv "$work/keys" "$work/keyring"`
    : sh`gpg --batch --homedir "$work" --dearmor < "$work/keys" > "$work/keyring"`;
  return sh`( ${WORK} && ${fetch} && ${convert} && ${install(keyring)} )`;
}

/** Makes a keyring of keys from a key server. */
export function receiveKeys(server: string, ids: readonly string[], keyring: KeyringFile): ShellCommand {
  const receive = sh`gpg --batch --homedir "$work" --keyserver ${server} --recv-keys ${ids}`;
  const write = sh`gpg --batch --homedir "$work" ${[keyring.armored && "--armor"]} --export > "$work/keyring"`;
  return sh`( ${WORK} && ${receive} && ${write} && ${install(keyring)} )`;
}

/** Whether a key, or one of its parts, has this id or fingerprint, in short or in full. */
export function isKey(id: string, key: Partial<GpgKeyInfo>, wanted: string): boolean {
  const plain = (text: string) => text.replace(/^0x/i, "").replaceAll(" ", "").toUpperCase();
  const parts = [
    [id, key.fingerprint],
    ...Object.entries(key.subkeys ?? {}).map(([id, part]) => [id, part.fingerprint]),
  ];
  return parts.flat().some((name) => name !== undefined && plain(name).endsWith(plain(wanted)));
}
