/** All recordings. @module */
import { APPLICATIONS } from "./applications.ts";
import { DEBIAN_ALPINE } from "./debian_alpine.ts";
import { DISKS } from "./disks.ts";
import { FIREWALLS } from "./firewalls.ts";
import { GENTOO } from "./gentoo.ts";
import { GIT_GPG } from "./git_gpg.ts";
import { LANGUAGES } from "./languages.ts";
import { NETWORK } from "./network.ts";
import { NFTABLES } from "./nftables.ts";
import { PACKAGE_MANAGERS } from "./package_managers.ts";
import type { Recorded } from "./recorded.ts";
import { RPM_SYSTEMS } from "./rpm_systems.ts";
import { SERVERS } from "./servers.ts";
import { SERVICES } from "./services.ts";
import { SETTINGS } from "./settings.ts";

export { EXAMPLES } from "./examples.ts";
export type { Recorded } from "./recorded.ts";

/** What was recorded on real systems, of all facts. */
export const RECORDED: readonly Recorded[] = [
  ...APPLICATIONS,
  ...DEBIAN_ALPINE,
  ...DISKS,
  ...FIREWALLS,
  ...GENTOO,
  ...GIT_GPG,
  ...LANGUAGES,
  ...NETWORK,
  ...NFTABLES,
  ...PACKAGE_MANAGERS,
  ...RPM_SYSTEMS,
  ...SERVERS,
  ...SERVICES,
  ...SETTINGS,
];
