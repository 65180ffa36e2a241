import { sh, type ShellCommand } from "../../api/mod.ts";

/** A command about casks: before Homebrew 2.6 `cask` was a command, since then it is an option. */
export function cask(
  [major, minor]: readonly [major: number, minor: number, patch: number],
  verb: "install" | "uninstall" | "upgrade",
  names: readonly string[] = [],
): ShellCommand {
  const isOld = major > 0 && (major < 2 || (major === 2 && minor < 6));
  return isOld ? sh`brew cask ${verb} ${names}` : sh`brew ${verb} --cask ${names}`;
}
