/** How releases are laid out, as the program itself knows it. @module */
import { releases } from "../../src/cli/mod.ts";

export type Target = typeof releases.TARGETS[number];

export const {
  archiveName,
  checksumList,
  CHECKSUMS,
  executableName,
  fileAddress,
  RELEASES,
  TARGETS,
  VERSION_FILE,
} = releases;
