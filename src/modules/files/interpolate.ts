import { raw, sh, type ShellCommand } from "../../api/mod.ts";

/**
 * A word for the shell in which `$NAME` and `${NAME}` stand for variables of the host and all else for itself; nothing
 * else that a shell would expand is expanded.
 */
export function interpolated(text: string): ShellCommand {
  const pieces = text.split(/(\$[A-Za-z_][A-Za-z0-9_]*|\$\{[A-Za-z_][A-Za-z0-9_]*\})/).filter((piece) => piece !== "");
  const words = pieces.map((piece) => /^\$[A-Za-z_{]/.test(piece) ? raw(`"${piece}"`) : piece);
  if (words.length === 0) return sh`${""}`;
  return words.reduce<ShellCommand>((word, piece) => sh`${word}${piece}`, sh``);
}

/** A word for the shell: as it is, or with the host's variables. */
export function wordOf(text: string, interpolateVariables: boolean): string | ShellCommand {
  return interpolateVariables ? interpolated(text) : text;
}
