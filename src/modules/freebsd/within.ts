import { raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { word } from "../word.ts";

/** The argument for the jail that something is about. */
export const jailArgument = () =>
  word().optional().describe("the jail, by its name or number (default: the host itself)");

/** A program's words that have it work in a jail. */
export function within(program: "service" | "sysrc" | "pkg", jail: string | undefined): ShellCommand {
  return sh`${raw(program)}${jail === undefined ? raw("") : sh` -j ${jail}`}`;
}

/** The argument for the repository that packages come from. */
export const reponame = () => z.string().min(1).optional().describe("the repository to take (default: all)");
