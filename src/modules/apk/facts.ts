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
  process: (lines) => parsePackages(lines, /^(\S+)-([^-\s]+-r\d+)(?:\s|$)/),
});
