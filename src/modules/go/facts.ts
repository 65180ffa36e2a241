import { type Fact, fact, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { collectVersions, type InstalledPackages } from "../packages.ts";
import { programFolder } from "./folder.ts";

/** The programs that `go install` has installed. */
export const GoPackages: Fact<InstalledPackages> = fact({
  module: "go",
  name: "GoPackages",
  doc: "The programs that `go install` has installed for the user: their import paths and versions, as `v1.2.3`. " +
    "Any system with go.",
  requiresCommand: "go",
  command: () => sh`${programFolder} && { ! test -d "$folder" || go version -m "$folder"; }`,
  process: (lines) => {
    const found: [path: string, version: string][] = [];
    let path: string | undefined;
    for (const line of lines) {
      const [, key, value = "", version] = line.split("\t");
      if (line.trim() === "") continue;
      // A program, and below it what it was made of.
      if (/^\S.*: (go\d|devel )/.test(line)) path = undefined;
      else if (key === undefined) throw unexpected("a program and the version of its go", line);
      else if (key === "path") path = value;
      // What `go build` made from a working copy was not installed as a version.
      else if (key === "mod" && path !== undefined && version && version !== "(devel)") found.push([path, version]);
    }
    return collectVersions(found);
  },
  default: () => ({}),
});
