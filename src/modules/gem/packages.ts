import { sh } from "../../api/mod.ts";
import { type LatestPackages, plainPackages } from "../plain_packages.ts";
import { GemPackages } from "./facts.ts";

/** Installs, upgrades and removes gems. */
export const packages: LatestPackages = plainPackages({
  module: "gem",
  doc:
    "Installs, upgrades and removes gems; `NAME:VERSION` is one version of them, beside which there may be others. " +
    "A removal takes all versions and programs without asking. Any system with gem.",
  installed: GemPackages,
  joiner: ":",
  install: (names) => sh`gem install ${names}`,
  // Else it asks which of several versions, and whether the programs too: there is nobody to answer.
  uninstall: (names) => sh`gem uninstall --all --executables ${names}`,
  upgrade: (names) => sh`gem update ${names}`,
});
