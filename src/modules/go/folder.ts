import { sh, type ShellCommand } from "../../api/mod.ts";

/** Sets `folder` to where go puts programs; GOPATH may be a list, its first folder is the one that they go to. */
export const programFolder: ShellCommand =
  sh`folder=$(go env GOBIN) && path=$(go env GOPATH) && folder="\${folder:-\${path%%:*}/bin}"`;
