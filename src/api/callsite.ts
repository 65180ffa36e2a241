/** Where in the user's code something was called. */
export interface CallSite {
  /** The module's address. */
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

// Everything below src/, and what starts it, is Drover's own and no call site.
const OWN = new URL("../", import.meta.url).href;
const MAIN = new URL("../../main.ts", import.meta.url).href;
const FRAME = /\(?((?:file|https?|jsr|data|blob):[^\s()]*?):(\d+):(\d+)\)?$/;

type Called = (...args: never[]) => unknown;

/** The place of a call that is made for a script which is somewhere else; set around each (synchronous) call. */
let given: { readonly site: CallSite | undefined } | undefined;

/** Makes calls in the name of a script that is not on the stack. */
export function withCallSite<T>(site: CallSite | undefined, body: () => T): T {
  const before = given;
  given = { site };
  try {
    return body();
  } finally {
    given = before;
  }
}

/**
 * The innermost frame of the stack that is not Drover's own; `undefined` for calls from the command line.
 *
 * @param called the function that the user has called, where it is known: its caller is most likely the one
 */
export function callSite(called?: Called): CallSite | undefined {
  if (given) return given.site;
  // Each frame costs; more than a few are needed only where callbacks lie between.
  for (const frames of called ? [1, 50] : [3, 50]) {
    const site = firstForeignFrame(capture(frames, called ?? callSite).stack ?? "");
    if (site) return site;
  }
}

/** The same, but made out only when it is asked for: most of its cost is in the text of the stack. */
export function lazyCallSite(called: Called): () => CallSite | undefined {
  if (given) {
    const { site } = given;
    return () => site;
  }
  const captured = capture(50, called);
  return () => firstForeignFrame(captured.stack ?? "");
}

function capture(frames: number, below: Called): { readonly stack?: string } {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const captured = {};
  Error.captureStackTrace(captured, below);
  Error.stackTraceLimit = limit;
  return captured;
}

/** The innermost frame of a stack that is not Drover's own. */
export function firstForeignFrame(stack: string): CallSite | undefined {
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line.trim());
    if (!match || match[1]!.startsWith(OWN) || match[1] === MAIN) continue;
    return { url: match[1]!, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

// Packages of the npm cache: whoever called them is to blame.
const PACKAGE = /\/node_modules\/|\/npm\/[^/]+\/(@[^/]+\/)?[^/]+\/\d+\.\d+\.\d+/;

/** Where a script threw an error: the innermost frame with an address, unless that is Drover's own. */
export function scriptFrame(stack: string): CallSite | undefined {
  const frame = stack.split("\n").find((line) => FRAME.test(line.trim()) && !PACKAGE.test(line));
  return frame === undefined ? undefined : firstForeignFrame(frame);
}

/** Where the script was that an error came up in: the innermost frame of the script's own files. */
export function siteOf(error: unknown): CallSite | undefined {
  const frames = error instanceof Error ? error.stack?.split("\n").filter((line) => !PACKAGE.test(line)) : undefined;
  return firstForeignFrame(frames?.join("\n") ?? "");
}

/** {@linkcode siteOf} as `file:line:column`. */
export function placeOf(error: unknown): string | undefined {
  const site = siteOf(error);
  return site && formatCallSite(site);
}

/** `file:line:column` with a file path in place of a file URL. */
export function formatCallSite(site: CallSite | undefined): string {
  if (site === undefined) return "command line";
  return `${pathOf(site.url)}:${site.line}:${site.column}`;
}

/** A path for a file URL, any other address as it is. */
export function pathOf(url: string | URL): string {
  const address = new URL(url);
  return address.protocol === "file:" ? decodeURIComponent(address.pathname) : address.href;
}
