import { sh, type ShellCommand, type Word } from "../../api/mod.ts";

/** A repository of dnf, yum or zypper, with its settings as they are written, `baseurl`, `enabled`, `gpgkey` and others. */
export interface RpmRepository {
  readonly repoid: string;
  /** What it is called for people; its id where nothing else is said. */
  readonly name: string;
  /** The file that it is in. */
  readonly filename?: string;
  readonly [setting: string]: string | undefined;
}

const MARK = "#file ";

/** Prints the files of repositories that there are, each behind its name. */
export function catRepositories(files: Word): ShellCommand {
  return sh`for file in ${files}; do ! test -f "$file" || { printf ${`${MARK}%s\\n`} "$file"; cat "$file"; echo; }; done`;
}

/** Reads the files of repositories; a section `[main]` is about the package manager and is no repository. */
export function parseRepositories(lines: readonly string[]): RpmRepository[] {
  const found: Record<string, string>[] = [];
  let filename: string | undefined;
  let section: Record<string, string> | undefined;
  let setting: string | undefined;
  for (const line of lines) {
    const text = line.trim();
    if (line.startsWith(MARK)) {
      [filename, section, setting] = [line.slice(MARK.length), undefined, undefined];
    } else if (text === "" || /^[#;]/.test(text)) {
      continue;
    } else if (/^\[[^\]]+\]/.test(text)) {
      const repoid = text.slice(1, text.indexOf("]"));
      section = { repoid, name: repoid, ...filename === undefined ? {} : { filename } };
      setting = undefined;
      if (repoid !== "main") found.push(section);
    } else if (section === undefined) {
      throw new Error(`expected a section, as [main], found ${JSON.stringify(line)}`);
    } else if (/^\s/.test(line) && setting !== undefined) {
      section[setting] = [section[setting], text].filter(Boolean).join("\n");
    } else {
      const at = text.indexOf("=");
      if (at < 1) throw new Error(`expected a setting and its value, found ${JSON.stringify(line)}`);
      setting = text.slice(0, at).trim();
      section[setting] = text.slice(at + 1).trim();
    }
  }
  return found as unknown as RpmRepository[];
}
