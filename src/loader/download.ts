import { DroverError, messageOf } from "../api/mod.ts";

/** What a server answered. */
export interface Downloaded {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What is downloaded: code, or a file that an operation takes. */
export type DownloadKind = "module" | "file";

/** How modules are downloaded. */
export interface DownloadOptions {
  readonly fetch: typeof fetch;
  /** What proves who we are, for a host. */
  readonly authorization: (host: string) => string | undefined;
  /** Called for each address before it is asked for. @throws {DroverError} */
  readonly assertSafe: (address: string) => void;
  readonly kind: DownloadKind;
  /** Seconds that it may take. Default: 30 for a module, 300 for a file. */
  readonly timeout?: number;
}

interface Limits {
  /** In bytes. */
  readonly largest: number;
  /** In seconds. */
  readonly timeout: number;
  /** What to do with what is too large. */
  readonly hint?: string;
}

const LIMITS: Readonly<Record<DownloadKind, Limits>> = {
  module: { largest: 10_000_000, timeout: 30 },
  file: { largest: 100_000_000, timeout: 300, hint: "By files.download the host fetches a large file itself." },
};
const MOST_REDIRECTS = 10;

/** Downloads a module. @throws {DroverError} */
export async function download(address: string, options: DownloadOptions): Promise<Downloaded> {
  const limits = { ...LIMITS[options.kind], ...options.timeout === undefined ? {} : { timeout: options.timeout } };
  const signal = AbortSignal.timeout(limits.timeout * 1000);
  let url = address;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    options.assertSafe(url);
    const response = await ask(url, signal, options, limits);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) {
      return await takeBody(url, address, response, limits);
    }
    await response.body?.cancel();
    url = redirected(location, url, address);
  }
  throw cannotLoad(address, `more than ${MOST_REDIRECTS} redirects, the last to ${url}`);
}

async function ask(url: string, signal: AbortSignal, { fetch, authorization }: DownloadOptions, limits: Limits) {
  // For each host anew: a redirect to another one must not carry the secret along.
  const secret = authorization(new URL(url).host);
  const headers = { accept: "*/*", ...secret === undefined ? {} : { authorization: secret } };
  try {
    return await fetch(url, { redirect: "manual", headers, signal });
  } catch (cause) {
    throw unreachable(url, cause, limits);
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

async function takeBody(url: string, address: string, response: Response, limits: Limits): Promise<Downloaded> {
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
  return { url, bytes: await readLimited(response, address, limits), contentType };
}

async function readLimited(response: Response, address: string, limits: Limits): Promise<Uint8Array> {
  const { largest, hint } = limits;
  const tooLarge = () => cannotLoad(address, `it is larger than ${largest / 1_000_000} MB`, hint);
  if (Number(response.headers.get("content-length")) > largest) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > largest) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof DroverError ? cause : unreachable(address, cause, limits);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function unreachable(url: string, cause: unknown, { timeout }: Limits): DroverError {
  if ((cause as Error)?.name === "TimeoutError") {
    return cannotLoad(url, `it did not come within ${timeout} seconds`, undefined, cause);
  }
  const hint = /certificate/.test(messageOf(cause))
    ? "For an authority of your own: DENO_CERT=FILE, or DENO_TLS_CA_STORE=system."
    : "What was fetched before is used with --cached-only.";
  return cannotLoad(url, messageOf(cause), hint, cause);
}

function cannotLoad(address: string, why: string, hint?: string, cause?: unknown): DroverError {
  return new DroverError("load", `Cannot load ${address}: ${why}`, { hint, cause });
}
