import {
  contentSize,
  type DownloadCommand,
  messageOf,
  OperationError,
  pathOf,
  pathWord,
  readContent,
  sh,
  ShellCommand,
  streamContent,
  type UploadCommand,
} from "../api/mod.ts";
import { withShell } from "../command/mod.ts";
import { NOT_ATOMIC, type RawOutput, type Shell, succeeded, textOf, uploadCommand } from "../session/mod.ts";
import type { CarryOutOptions } from "./carry_out.ts";
import { commandError } from "./command_error.ts";
import { gatherInto } from "./gather.ts";
import type { Operational } from "./program.ts";

/** Uploads a file that is too large for a session, over a process of its own. @throws {OperationError} */
export async function uploadStream(
  shell: Shell,
  upload: UploadCommand,
  one: Operational,
  options: CarryOutOptions,
): Promise<void> {
  const { signal } = options;
  const isRemote = upload.content instanceof URL && upload.content.protocol !== "file:";
  const content = isRemote ? await readContent(upload.content, signal) : upload.content;
  const script = uploadCommand({ ...upload, size: await contentSize(content, signal) });
  const result = await shell.stream(inDirectory(script, one), one.globals, {
    input: await streamContent(content, signal),
    signal,
    what: `upload to ${upload.dest}`,
  });
  if (!succeeded(result, {})) throw commandError(new ShellCommand(`upload to ${upload.dest}`), result);
  reportUpload(upload, result, options);
}

/** The words that run a command in the operation's directory. */
function inDirectory({ text }: ShellCommand, { globals }: Operational): string[] {
  return ["sh", "-c", withShell(text, { _chdir: globals._chdir, _shellExecutable: null })];
}

/** Downloads a file, beside its destination first. @throws {OperationError} */
export async function download(
  shell: Shell,
  { src, dest }: DownloadCommand,
  one: Operational,
  options: CarryOutOptions,
): Promise<void> {
  const path = pathOf(dest);
  const temporary = `${path}.drover-${crypto.randomUUID()}`;
  const file = await Deno.open(temporary, { write: true, createNew: true, mode: 0o600 }).catch((cause) => {
    throw new OperationError(`Cannot write ${path}: ${messageOf(cause)}`, { cause });
  });
  try {
    const command = sh`cat ${pathWord(src)}`;
    const result = await shell.stream(inDirectory(command, one), one.globals, {
      output: gatherInto(file),
      signal: options.signal,
      what: `download of ${src}`,
    });
    if (!succeeded(result, {})) throw commandError(command, result, one.globals._sensitive);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/** Warns of an upload that could not be done in one step. */
export function reportUpload(
  { dest }: UploadCommand,
  result: RawOutput,
  { warn }: Pick<CarryOutOptions, "warn">,
): void {
  if (textOf(result.stdout).includes(NOT_ATOMIC)) {
    warn(`${dest} was written in place: it could not be replaced in one step`);
  }
}
