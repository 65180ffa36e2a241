import type { ShellArguments } from "./arguments.ts";
import { stdinBytes } from "./control.ts";
import { makeUnixCommand, withShell } from "./unix.ts";

/** A command as a host's login shell takes it, and what it reads. */
export interface UnixCommand {
  /** For `sh -c`. It holds no password. */
  readonly text: string;
  /** What has to be written to its stdin: passwords at the head, then what the command itself reads. */
  readonly stdin: Uint8Array | undefined;
}

/**
 * Composes a command with its global arguments for a connector that runs commands one by one. A password travels at the
 * head of stdin, with a line behind it up to which the command skips: where no password was asked for, the command does
 * not read it either.
 *
 * @example
 * ```ts
 * import { makeUnixCommandForHost } from "./for_host.ts";
 * const { text, stdin } = makeUnixCommandForHost("id -u", { _sudo: true });
 * console.assert(text === "sudo -H -n sh -c 'id -u'" && stdin === undefined);
 * ```
 */
export function makeUnixCommandForHost(
  command: string | { readonly text: string },
  args: ShellArguments = {},
): UnixCommand {
  const text = typeof command === "string" ? command : command.text;
  const stdin = stdinBytes(args._stdin);
  const passwords = [args._sudo ? args._sudoPassword : undefined, args._suUser ? args._suPassword : undefined]
    .filter((password) => password !== undefined);
  if (passwords.length === 0) return { text: makeUnixCommand(text, args), stdin };
  const nonce = crypto.randomUUID();
  const { _chdir, _env, _shellExecutable, ...privilege } = args;
  const skip = `while IFS= read -r line && [ "$line" != ${nonce} ]; do :; done; unset line`;
  const skipping = `${skip}; exec ${withShell(text, { _chdir, _env, _shellExecutable: _shellExecutable ?? "sh" })}`;
  const head = new TextEncoder().encode([...passwords, nonce, ""].join("\n"));
  return {
    text: makeUnixCommand(skipping, { ...privilege, _shellExecutable: "sh" }),
    stdin: stdin === undefined ? head : joined(head, stdin),
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
