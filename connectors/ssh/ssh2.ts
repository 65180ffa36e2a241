// @ts-types="@types/ssh2"
import type * as Ssh2 from "ssh2";

/** The SSH library. */
export type Ssh2Library = typeof Ssh2;
// @ts-types="@types/ssh2"
export type { BaseAgent, Client, ClientChannel, ParsedKey } from "ssh2";

let library: Promise<Ssh2Library> | undefined;

/** Loads the library when the first host needs it: it takes 30 ms. */
export function loadSsh2(): Promise<Ssh2Library> {
  return library ??= import("ssh2").then((module) => module.default as unknown as Ssh2Library);
}
