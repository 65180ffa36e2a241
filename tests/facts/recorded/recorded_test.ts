import { deepStrictEqual } from "node:assert/strict";
import { FactError, linesOf } from "../../../src/api/mod.ts";
import { processFact } from "../../../src/testing/mod.ts";
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

const STRANGE = "sh: 1: %unexpected% ~ line!";
const ALL = [
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

for (const { fact, system, args, output, value } of ALL) {
  Deno.test(`${fact.fullName} is what it is on ${system}`, () => {
    deepStrictEqual(processFact(fact, output, args ?? {}), value);
  });
}

Deno.test("a line that no system prints is an error that quotes it, wherever it stands", () => {
  const wrong: string[] = [];
  for (const { fact, system, args, output, isOpen } of ALL) {
    const lines = linesOf(output);
    const places = isOpen === undefined ? [...lines, ""].map((_, place) => place) : [0];
    for (const place of places) {
      const found = complaint(fact, lines.toSpliced(place, 0, STRANGE), args ?? {});
      // Of JSON only the start is quoted.
      const isTold = found !== undefined && (/^\s*[[{]/.test(output) || found.includes(STRANGE));
      if (!isTold) wrong.push(`${fact.fullName} of ${system} as line ${place + 1}: ${found}`);
    }
  }
  deepStrictEqual(wrong, []);
});

function complaint(fact: Recorded["fact"], lines: readonly string[], args: object): string | undefined {
  try {
    fact.process(lines, fact.check(args));
  } catch (error) {
    return error instanceof FactError ? error.message : `no FactError but ${error}`;
  }
}
