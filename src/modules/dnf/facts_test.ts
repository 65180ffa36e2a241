import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { DnfDisabledModules, DnfEnabledModules } from "./facts.ts";

// As dnf 4 of Red Hat 8 and 9 prints them.
const enabled = `Last metadata expiration check: 0:12:07 ago on Mon Jun  3 10:00:00 2024.
Red Hat Enterprise Linux 8 for x86_64 - AppStream (RPMs)
Name       Stream     Profiles                          Summary
nodejs     18 [e]     common [d], development, minimal  Javascript runtime
perl       5.26 [d][e] common [d], minimal              Practical Extraction [x] Language
postgresql 13 [e]     client, server [d] [i]            PostgreSQL server

Hint: [d]efault, [e]nabled, [x]disabled, [i]nstalled`;

Deno.test("DnfEnabledModules tells streams that are enabled", () => {
  deepStrictEqual(processFact(DnfEnabledModules, enabled), { nodejs: "18", perl: "5.26", postgresql: "13" });
  deepStrictEqual(processFact(DnfEnabledModules, "Error: No matching Modules to list"), {});
});

Deno.test("DnfDisabledModules tells a module once, and none that is enabled", () => {
  const output = `Name Stream   Profiles  Summary
php  7.2 [d][x] common [d] PHP scripting language
php  7.4 [x]  common [d] PHP scripting language
Hint: [d]efault, [e]nabled, [x]disabled, [i]nstalled`;
  deepStrictEqual(processFact(DnfDisabledModules, output), ["php"]);
  deepStrictEqual(processFact(DnfDisabledModules, enabled), []);
});
