import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";
import { unlessSaid } from "../unless_said.ts";

// On FreeBSD `pkg` is there before it is: it offers to install itself.
const NONE = raw("*'not yet installed'* | *'o packages installed'*");

/** The packages that pkg or pkg_add has installed. */
export const PkgPackages: Fact<Record<string, string[]>> = fact({
  module: "pkg",
  name: "PkgPackages",
  doc: "The installed packages and their versions. FreeBSD, OpenBSD, NetBSD.",
  command: () =>
    sh`if command -v pkg >/dev/null 2>&1; then ${unlessSaid(NONE, sh`pkg info`)}
elif command -v pkg_info >/dev/null 2>&1; then pkg_info; fi`,
  process: (lines) => parsePackages(lines, /^(\S+)-(\d\S*)/),
});
