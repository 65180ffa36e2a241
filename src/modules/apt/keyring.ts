import { raw, sh, type ShellCommand } from "../../api/mod.ts";
import type { AptKeyInfo } from "./facts.ts";

/** The path of a keyring that is given by its path or by its name. */
export function keyringPath(dest: string): string {
  const path = dest.includes("/") ? dest : `/etc/apt/keyrings/${dest}`;
  return /\.(gpg|pgp)$/.test(path) ? path : `${path}.gpg`;
}

/** A name for a keyring, from where its keys come from. */
export function keyringName(origin: string): string {
  const name = /^[a-z]+:/i.test(origin) ? origin.replace(/^[a-z]+:\/*/i, "") : origin.split("/").pop()!;
  return name.replace(/\.(gpg|asc|key|pub)$/i, "").replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
}

/** Whether a key, or one of its parts, has this id or fingerprint, in short or in full. */
export function isKey(id: string, key: AptKeyInfo, wanted: string): boolean {
  const plain = (text: string) => text.replace(/^0x/i, "").replaceAll(" ", "").toUpperCase();
  const parts = [
    [id, key.fingerprint],
    ...Object.entries(key.subkeys ?? {}).map(([id, part]) => [id, part.fingerprint]),
  ];
  return parts.flat().some((name) => name !== undefined && plain(name).endsWith(plain(wanted)));
}

// A folder of its own, as gpg would else take its keys into the user's keyring.
const WORK = raw(
  `work=$(mktemp -d) && trap 'gpgconf --homedir "$work" --kill all 2>/dev/null; rm -rf "$work"' EXIT`,
);

function install(path: string): ShellCommand {
  return sh`install -D -m 644 "$work/keyring" ${path}`;
}

/** Makes a keyring of the keys in a file or at an address, whether they are armored or not. */
export function fetchKeys(src: string, path: string): ShellCommand {
  const fetch = /^(https?|ftp):/i.test(src)
    ? sh`(curl -sSLf ${src} -o "$work/keys" || wget -q ${src} -O "$work/keys")`
    : sh`cp ${src} "$work/keys"`;
  const convert = sh`gpg --batch --homedir "$work" --dearmor < "$work/keys" > "$work/keyring"`;
  return sh`( ${WORK} && ${fetch} && ${convert} && ${install(path)} )`;
}

/** Makes a keyring of keys from a key server. */
export function receiveKeys(server: string, ids: readonly string[], path: string): ShellCommand {
  const receive = sh`gpg --batch --homedir "$work" --keyserver ${server} --recv-keys ${ids}`;
  const write = sh`gpg --batch --homedir "$work" --export > "$work/keyring"`;
  return sh`( ${WORK} && ${receive} && ${write} && ${install(path)} )`;
}
