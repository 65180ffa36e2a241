import { sh } from "../../api/mod.ts";
import { type LatestPackages, plainPackages } from "../plain_packages.ts";
import { CargoPackages } from "./facts.ts";

/** Installs, upgrades and removes programs with `cargo install`. */
export const packages: LatestPackages = plainPackages({
  module: "cargo",
  doc: "Installs, upgrades and removes programs for the user with `cargo install`; `NAME@VERSION` pins one. " +
    "Any system with cargo.",
  installed: CargoPackages,
  joiner: "@",
  install: (names) => sh`cargo install ${names}`,
  uninstall: (names) => sh`cargo uninstall ${names}`,
  upgrade: (names) => sh`cargo install ${names}`,
});
