import { type Fact, fact, raw, sh, ShellCommand, z } from "../../api/mod.ts";
import { saysYes, unexpected } from "../lines.ts";

/** What a command prints. */
export const Command: Fact<string, { command: string }> = fact({
  module: "server",
  name: "Command",
  doc: "What a shell command prints on its standard output. The text is not quoted. Any system.",
  args: () => z.object({ command: z.string().min(1).describe("the command, as the host's shell takes it") }),
  command: ({ command }) => new ShellCommand(command),
  process: (lines) => lines.join("\n"),
});

/** Whether a command succeeds. */
export const Succeeds: Fact<boolean, { command: string }> = fact({
  module: "server",
  name: "Succeeds",
  doc: "Whether a shell command ends with exit code 0. Its output is thrown away. Any system.",
  args: () => z.object({ command: z.string().describe("the command, as the host's shell takes it") }),
  command: ({ command }) => sh`if sh -c ${command} >/dev/null 2>&1; then echo yes; else echo no; fi`,
  process: saysYes,
});

// Walks the PATH itself: "which" is not everywhere, and "command -v" knows built-ins and aliases too.
const WALK = raw(`case "$program" in
*/*) if test -f "$program" && test -x "$program"; then printf '%s\\n' "$program"; fi;;
*) set -f; IFS=:; for folder in $PATH; do
  if test -f "\${folder:-.}/$program" && test -x "\${folder:-.}/$program"; then
    printf '%s\\n' "\${folder:-.}/$program"; break
  fi
done;;
esac`);

/** Where a program is. */
export const Which: Fact<string | null, { command: string }> = fact({
  module: "server",
  name: "Which",
  local: true,
  doc: "The path of a program that the `PATH` leads to; `null` where there is none. Any system.",
  args: () => z.object({ command: z.string().min(1).describe("the program's name") }),
  command: ({ command }) => sh`(program=${command}; ${WALK})`,
  process: (lines, { command }) => {
    const path = lines.join("\n");
    if (path === "") return null;
    const name = command.replace(/^.*\//s, "");
    const folder = path.slice(0, path.length - name.length);
    if (path.endsWith(name) && /^(.*\/)?$/.test(folder)) return path;
    throw unexpected("the path of the program", path);
  },
});

/** The search path for programs. */
export const Path: Fact<string> = fact({
  module: "server",
  name: "Path",
  doc: "The `PATH` of the user whom commands run as. Any system.",
  command: () => sh`printf '%s\\n' "$PATH"`,
  process: (lines) => lines.join("\n"),
});

const TMPDIR = raw(`for folder in "$TMPDIR" "$TMP" "$TEMP" /tmp /var/tmp; do
  case $folder in /*) ;; *) continue;; esac
  if test -d "$folder" && test -w "$folder" && test -x "$folder"; then printf '%s\\n' "$folder"; break; fi
done`);

/** Where temporary files go. */
export const TmpDir: Fact<string | null> = fact({
  module: "server",
  name: "TmpDir",
  doc: "A directory for temporary files that the user may write to; `null` where there is none. Any system.",
  command: () => sh`${TMPDIR}`,
  process: (lines) => {
    const path = lines.join("\n");
    if (path !== "" && !path.startsWith("/")) throw unexpected("the path of a directory", path);
    return path || null;
  },
});
