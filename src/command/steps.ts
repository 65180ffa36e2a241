import type { ShellCommand } from "./sh.ts";

/** Content for a file on a host: text, bytes, or a local file or `http(s):` address by its URL. */
export type Content = string | Uint8Array | URL;

/** Who shall own a file and who may use it; what is left out stays, or is the login user's default for a new file. */
export interface Ownership {
  readonly user?: string;
  readonly group?: string;
  /** The mode as octal digits, `"644"`. */
  readonly mode?: string;
}

/** Puts content into a file on the host: beside its destination, checked, then renamed. */
export interface UploadCommand extends Ownership {
  readonly kind: "upload";
  readonly content: Content;
  readonly dest: string;
  /** Never show the content or a diff of it. */
  readonly sensitive?: boolean;
  /** What shows the content's origin to people; default: the URL, or the size. */
  readonly label?: string;
}

/** Fetches a file of the host into a local file. */
export interface DownloadCommand {
  readonly kind: "download";
  readonly src: string;
  readonly dest: URL;
}

/** What a function command gets. */
export interface FunctionContext {
  /** Runs a command on the host at once. @throws {OperationError} where it fails. */
  run(command: ShellCommand): Promise<CommandOutput>;
  /** Closes the connection and opens it anew, as after a reboot. */
  reconnect(): Promise<void>;
  readonly signal: AbortSignal;
  log(message: string): void;
}

/** Runs a function of the operation in its place in the apply pass. */
export interface FunctionCommand {
  readonly kind: "function";
  readonly label: string;
  run(context: FunctionContext): Promise<unknown> | unknown;
}

/** Copies a tree with the local `rsync` program. */
export interface RsyncCommand {
  readonly kind: "rsync";
  readonly src: string;
  readonly dest: string;
  readonly flags: readonly string[];
}

/** What an operation may yield. */
export type Command = ShellCommand | UploadCommand | DownloadCommand | FunctionCommand | RsyncCommand;

/** What a command on a host printed, and how it ended. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code; `null` where it was ended by a signal or the link was lost. */
  readonly code: number | null;
  readonly stdoutLines: readonly string[];
}

/** A {@linkcode UploadCommand} of `content` to `dest`. */
export function upload(
  content: Content,
  dest: string,
  options: Omit<UploadCommand, "kind" | "content" | "dest"> = {},
): UploadCommand {
  return { kind: "upload", content, dest, ...options };
}

/** A {@linkcode DownloadCommand} of `src` to the local `dest`. */
export function download(src: string, dest: URL): DownloadCommand {
  return { kind: "download", src, dest };
}

/** A {@linkcode FunctionCommand} that runs `run`, shown as `label`. */
export function call(label: string, run: FunctionCommand["run"]): FunctionCommand {
  return { kind: "function", label, run };
}

/** The lines of a text, without the final newline. */
export function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** A command as one line for people and for the plan. */
export function describe(command: Command): string {
  switch (command.kind) {
    case "shell":
      return command.text;
    case "upload":
      return `upload ${labelOf(command)} to ${command.dest}${ownershipOf(command)}`;
    case "download":
      return `download ${command.src} to ${command.dest.pathname}`;
    case "function":
      return command.label;
    case "rsync":
      return `rsync ${command.flags.join(" ")} ${command.src} ${command.dest}`;
  }
}

function labelOf({ label, content }: UploadCommand): string {
  if (label !== undefined) return label;
  if (content instanceof URL) return content.protocol === "file:" ? decodeURIComponent(content.pathname) : content.href;
  return `${typeof content === "string" ? new TextEncoder().encode(content).length : content.length} bytes`;
}

function ownershipOf({ user, group, mode }: Ownership): string {
  const owner = user || group ? `, owner ${user ?? ""}${group ? `:${group}` : ""}` : "";
  return `${owner}${mode === undefined ? "" : `, mode ${mode}`}`;
}
