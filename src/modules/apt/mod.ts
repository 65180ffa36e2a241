/** Packages and their sources on Debian, Ubuntu and their kin. @module */
export { type AptKeyInfo, AptKeys, AptSources, SimulateOperationWillChange } from "./facts.ts";
export type { AptSource } from "./sources.ts";
export { deb } from "./deb.ts";
export { key } from "./key.ts";
export { packages } from "./packages.ts";
export { ppa } from "./ppa.ts";
export { repo } from "./repo.ts";
export { sourcesFile } from "./sources_file.ts";
export { update } from "./update.ts";
export { distUpgrade, upgrade } from "./upgrade.ts";
