import { type raw, sh, type ShellCommand } from "../api/mod.ts";

/**
 * Lets a command fail, with what it said, unless that is known to mean no more than that there is nothing.
 *
 * @param known patterns of the shell's `case` with bars between them, for what it writes to its standard error; `''`
 * for a command that may fail without a word
 */
export function unlessSaid(known: ReturnType<typeof raw>, command: ShellCommand): ShellCommand {
  return sh`{ problem=$({ ${command}; } 2>&1 >&3) || case $problem in
${known}) ;;
*) printf '%s\\n' "$problem" >&2; false ;;
esac; } 3>&1`;
}
