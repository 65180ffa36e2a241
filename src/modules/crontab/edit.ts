import { type Command, sh } from "../../api/mod.ts";
import { nameComments } from "./names.ts";

/** What shall become of an entry. */
export interface CrontabEdit {
  readonly user?: string;
  readonly cronName?: string;
  /** The command of the entry that is there; `undefined` where there is none. */
  readonly command?: string;
  /** The line that it shall be; `undefined` removes it. */
  readonly line?: string;
  /** Whether the crontab has no entries, so that there may be none to list. */
  readonly isEmpty: boolean;
}

/**
 * The command that changes a crontab. It goes from `crontab -l` to `crontab -` without a temporary file, and only if
 * the listing succeeded, so that a failure cannot leave an empty crontab.
 */
export function changeCrontab(edit: CrontabEdit): Command {
  const of = edit.user === undefined ? [] : ["-u", edit.user];
  const lines = [...(edit.cronName === undefined ? [] : [nameComments(edit.cronName)[0]]), edit.line ?? ""];
  if (edit.command === undefined && edit.isEmpty) {
    return sh`{ crontab ${of} -l 2>/dev/null; printf '%s\\n' ${lines}; } | crontab ${of} -`;
  }
  const listed = sh`table=$(crontab ${of} -l)`;
  if (edit.command === undefined) return sh`${listed} && printf '%s\\n' "$table" ${lines} | crontab ${of} -`;
  const edited = sh`table=$(printf '%s\\n' "$table" | sed -E ${script(edit.command, edit)})`;
  return sh`${listed} && ${edited} && printf '%s\\n' "$table" | crontab ${of} -`;
}

/** The words for sed that replace an entry, or remove it and the comment that names it. */
function script(command: string, { line, cronName }: CrontabEdit): string[] {
  const schedule = "(@[a-z]+|([^#@[:space:]][^[:space:]]*[[:space:]]+){4}[^[:space:]]+)";
  const entry = `^[[:space:]]*${schedule}[[:space:]]+${escape(command)}[[:space:]]*$`;
  if (line !== undefined) return [`s/${entry}/${line.replaceAll(/[\\/&]/g, "\\$&")}/`];
  const names = cronName === undefined ? [] : nameComments(cronName).map((comment) => `^${escape(comment)}$`);
  return [entry, ...names].flatMap((pattern) => ["-e", `/${pattern}/d`]);
}

/** A text as an extended regular expression between slashes (POSIX XBD 9.4). */
function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
