import { DroverError, messageOf } from "../api/mod.ts";

/** What a server answered. */
export interface Downloaded {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** How modules are downloaded. */
export interface DownloadOptions {
  readonly fetch: typeof fetch;
  /** What proves who we are, for a host. */
  readonly authorization: (host: string) => string | undefined;
  /** Called for each address before it is asked for. @throws {DroverError} */
  readonly assertSafe: (address: string) => void;
  /** Seconds that it may take. */
  readonly timeout: number;
}

/** The largest module in bytes. */
const LARGEST = 10_000_000;
const MOST_REDIRECTS = 10;

/** Downloads a module. @throws {DroverError} */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded> {
  const signal = AbortSignal.timeout(options.timeout * 1000);
  let url = address;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    options.assertSafe(url);
    const response = await ask(url, signal, options);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) {
      return await takeBody(url, address, response, options.timeout);
    }
    await response.body?.cancel();
    url = redirected(location, url, address);
  }
  throw cannotLoad(address, `more than ${MOST_REDIRECTS} redirects, the last to ${url}`);
}

async function ask(url: string, signal: AbortSignal, { fetch, authorization, timeout }: DownloadOptions) {
  // For each host anew: a redirect to another one must not carry the secret along.
  const secret = authorization(new URL(url).host);
  const headers = { accept: "*/*", ...secret === undefined ? {} : { authorization: secret } };
  try {
    return await fetch(url, { redirect: "manual", headers, signal });
  } catch (cause) {
    throw unreachable(url, cause, timeout);
  }
}

function redirected(location: string, from: string, address: string): string {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (target?.protocol !== "https:" && target?.protocol !== "http:") {
    throw cannotLoad(address, `it redirects to ${JSON.stringify(location)}`);
  }
  if (from.startsWith("https:") && target.protocol === "http:") {
    throw cannotLoad(address, `it redirects from https: to ${target.href}`);
  }
  return target.href;
}

async function takeBody(url: string, address: string, response: Response, timeout: number): Promise<Downloaded> {
  const contentType = response.headers.get("content-type") ?? "";
  if (!response.ok) {
    await response.body?.cancel();
    throw cannotLoad(
      address,
      `the server answered ${response.status}${url === address ? "" : ` for ${url}`}`,
      response.status === 401 || response.status === 403
        ? `For a private host, DROVER_AUTH_TOKENS is TOKEN@${new URL(url).host} or USER:PASSWORD@${new URL(url).host}.`
        : undefined,
    );
  }
  if (/^text\/html\b/i.test(contentType)) {
    await response.body?.cancel();
    throw cannotLoad(address, "it is a web page, not a script", "Use the address of the raw file.");
  }
  return { url, bytes: await readLimited(response, address, timeout), contentType };
}

async function readLimited(response: Response, address: string, timeout: number): Promise<Uint8Array> {
  const tooLarge = () => cannotLoad(address, `it is larger than ${LARGEST / 1_000_000} MB`);
  if (Number(response.headers.get("content-length")) > LARGEST) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > LARGEST) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof DroverError ? cause : unreachable(address, cause, timeout);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function unreachable(url: string, cause: unknown, timeout: number): DroverError {
  if ((cause as Error)?.name === "TimeoutError") {
    return cannotLoad(url, `it did not come within ${timeout} seconds`, undefined, cause);
  }
  return cannotLoad(url, messageOf(cause), "What was fetched before is used with --cached-only.", cause);
}

function cannotLoad(address: string, why: string, hint?: string, cause?: unknown): DroverError {
  return new DroverError("load", `Cannot load ${address}: ${why}`, { hint, cause });
}
