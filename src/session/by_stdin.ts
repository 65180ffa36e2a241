import { Buffer } from "node:buffer";

/** A process that reads what it is to do. */
export interface ByStdin {
  readonly argv: readonly string[];
  /** The command, and then what it reads itself. */
  readonly input: Uint8Array;
}

/**
 * Runs a command of a shell whose text goes to stdin, in front of what the command reads: the words of a process can be
 * read by everybody on the host, and the text may hold secrets.
 *
 * @param text for `SHELL -c`
 * @param shell a shell that is no POSIX shell gets the text as a word
 * @param stdin what the command reads
 */
export function byStdin(text: string, shell: string, stdin: Uint8Array): ByStdin {
  const end = crypto.randomUUID();
  const head = new TextEncoder().encode(`${text}\n${end}\n`);
  return { argv: ["sh", "-c", TAKE, "sh", shell, end], input: Buffer.concat([head, stdin]) };
}

/** In one line and with braces around all names: `sudo -i` drops newlines and leaves `$name` to the login shell. */
const TAKE = [
  "n=$(printf '\\nx') n=${n%x} c=",
  'while IFS= read -r l && [ "${l}" != "${2}" ]; do c="${c}${l}${n}"; done',
  "case ${1} in sh | */sh | *ash | *ksh | *zsh) " +
  `export _drover="\${c}" && exec "\${1}" -c 'eval "unset _drover; \${_drover}"' ;; ` +
  '*) exec "${1}" -c "${c}" ;; esac',
].join("; ");
