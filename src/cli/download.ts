import { DroverError } from "../errors.ts";

/** Seconds without a byte after which a download is given up. */
const SILENCE = 60;

/** The address that something is downloaded from. @throws {DroverError} if others could change what comes from there */
export function safeAddress(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (!url) throw new DroverError("usage", `DROVER_RELEASES is no address: ${JSON.stringify(text)}`);
  assertSafe(url);
  return url;
}

/** A small text from an address. @throws {DroverError} */
export async function downloadText(url: URL, signal: AbortSignal): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  await download(url, signal, (chunk) => void (text += decoder.decode(chunk, { stream: true })));
  return text;
}

/** Downloads into a new file and gives the SHA-256 of what has come. @throws {DroverError} */
export async function downloadFile(url: URL, path: string, signal: AbortSignal): Promise<string> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  using file = await Deno.open(path, { createNew: true, write: true });
  await download(url, signal, async (chunk) => {
    hash.update(chunk);
    for (let written = 0; written < chunk.length;) written += await file.write(chunk.subarray(written));
  });
  return hash.digest("hex");
}

async function download(
  url: URL,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const silence = new AbortController();
  const giveUp = () => silence.abort(new Error(`nothing came for ${SILENCE} seconds`));
  let timer = setTimeout(giveUp, SILENCE * 1000);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, silence.signal]) });
    assertSafe(new URL(response.url));
    if (!response.ok) {
      await response.body?.cancel();
      throw failed(url, `the server said ${response.status} ${response.statusText}`.trim());
    }
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE * 1000);
      await take(chunk);
    }
  } catch (error) {
    if (error instanceof DroverError) throw error;
    if (signal.aborted) throw new DroverError("interrupted", `Interrupted while downloading ${url}`);
    throw failed(url, reasons(silence.signal.aborted ? silence.signal.reason : error).join(": "), error);
  } finally {
    clearTimeout(timer);
  }
}

function assertSafe(url: URL): void {
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "https:" || url.protocol === "http:" && loopback) return;
  throw new DroverError("load", `Refused to download from ${url}: others could change what comes from there`, {
    hint: "Releases are taken from https addresses only.",
  });
}

function failed(url: URL, reason: string, cause?: unknown): DroverError {
  return new DroverError("load", `Cannot download ${url}: ${reason}`, {
    hint: "DROVER_RELEASES names another place of releases, HTTPS_PROXY a proxy.",
    cause,
  });
}

/** The messages of an error and of those behind it. */
function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...error.cause === undefined ? [] : reasons(error.cause)];
}
