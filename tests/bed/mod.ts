/** Real targets for tests: OpenSSH servers, hosts with a root of their own, links with a delay. Needs root on Linux. @module */
export { type Availability, bedAvailable } from "./available.ts";
export { type Delay, type DelayOptions, startDelay, type Traffic } from "./delay.ts";
export { type BedEntry, listBeds, stopKeptBeds } from "./folder.ts";
export { installPackages, missingPackages } from "./install.ts";
export { type KeyPair, type KeyType, makeKey } from "./keys.ts";
export { type OverlayHost, type OverlayHosts, type OverlayOptions, startOverlayHosts } from "./overlay.ts";
export { run, type RunOptions } from "./run.ts";
export type { ServerFiles, ServerOptions } from "./server.ts";
export { bedTest, sharedTest, testFor } from "./skip.ts";
export { type Sshd, type SshdOptions, startSshd } from "./sshd.ts";
export { BED_USERS, type BedUser } from "./users.ts";
