/** Keys and keyrings of GnuPG. @module */
export { dearmor } from "./dearmor.ts";
export { GpgKey, GpgKeys, GpgSecretKeys } from "./facts.ts";
export type { GpgKeyInfo, GpgKeyMap, GpgSubkey } from "../gpg_keys.ts";
export { key } from "./key.ts";
export { type GpgKeyring, GpgKeyrings } from "./keyrings.ts";
