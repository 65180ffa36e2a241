import { type Fact, fact, sh } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";

/** The packages that pkg or pkg_add has installed. */
export const PkgPackages: Fact<Record<string, string[]>> = fact({
  module: "pkg",
  name: "PkgPackages",
  doc: "The installed packages and their versions. FreeBSD, OpenBSD, NetBSD.",
  command: () => sh`pkg info 2>/dev/null || pkg_info 2>/dev/null || true`,
  process: (lines) => parsePackages(lines, /^(\S+)-(\d\S*)/),
});
