import { type Fact, fact, sh } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";

/** The packages that apk has installed. */
export const ApkPackages: Fact<Record<string, string[]>> = fact({
  module: "apk",
  name: "ApkPackages",
  local: true,
  doc: "The installed packages and their versions. Alpine.",
  command: () => sh`apk info -v`,
  requiresCommand: "apk",
  default: () => ({}),
  // The version of a virtual package is a time, without a release.
  process: (lines) => parsePackages(lines, /^(\S+)-(\d[^-\s]*(?:-r\d+)?)(?: .*\[installed\])?$/, /^WARNING: /),
});
