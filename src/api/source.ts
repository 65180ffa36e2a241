import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Content } from "../command/mod.ts";
import { didYouMean, DroverError, messageOf, OperationError } from "../errors.ts";
import { pathOf } from "./callsite.ts";
import { currentContext } from "./context.ts";
import { type DigestAlgorithm, type Measure, measure, Measures, readPieces } from "./local_file.ts";

/**
 * Content that is on this machine: that of another machine as the address of a local copy, fetched and held against the
 * lock file as code is.
 *
 * @throws {OperationError}
 */
export async function localContent(content: Content, signal?: AbortSignal): Promise<Content> {
  if (!(content instanceof URL) || /^(file|data):$/.test(content.protocol)) return content;
  if (/^https?:$/.test(content.protocol)) return await localCopy(content, signal);
  throw new OperationError(`Cannot read ${content.href}: Drover does not know such addresses`, {
    code: "load",
    hint: "Sources are files and https: addresses.",
  });
}

async function localCopy(address: URL, signal: AbortSignal | undefined): Promise<URL> {
  const copy = currentContext.getStore()?.localCopy;
  if (copy === undefined) {
    throw new OperationError(`Cannot read ${address.href}: nothing is fetched here`, {
      hint: "In a test give the content itself, as text or bytes.",
    });
  }
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal?.reason);
  signal?.addEventListener("abort", stop);
  try {
    signal?.throwIfAborted();
    return await Promise.race([copy(address), stopped.promise]);
  } catch (cause) {
    throw await cannotRead(address, cause);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** Reads content: text and bytes as they are, a URL from the local disk or its local copy. @throws {OperationError} */
export async function readContent(content: Content, signal?: AbortSignal): Promise<Uint8Array> {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content;
  const { sources } = currentContext.getStore() ?? {};
  if (sources) return await sources.read(content);
  const address = await localContent(content, signal) as URL;
  try {
    return address.protocol === "data:"
      ? await (await fetch(address)).bytes()
      : await Deno.readFile(address, { signal });
  } catch (cause) {
    throw await cannotRead(content, cause);
  }
}

/** Content piece by piece: a local file is not taken into memory. @throws {OperationError} */
export async function streamContent(content: Content, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const local = await localContent(content, signal);
  if (!(local instanceof URL) || local.protocol !== "file:") {
    return ReadableStream.from([await readContent(local, signal)]);
  }
  try {
    return await readPieces(local);
  } catch (cause) {
    throw await cannotRead(local, cause);
  }
}

async function cannotRead(content: URL, cause: unknown): Promise<OperationError> {
  if (cause instanceof Deno.errors.NotFound) return await noSuchFile(content, cause);
  // One failure may be told for many hosts: each gets an error of its own.
  if (cause instanceof DroverError) return new OperationError(cause.message, { code: "load", hint: cause.hint, cause });
  return new OperationError(`Cannot read ${pathOf(content)}: ${(cause as Error).message}`, { cause });
}

/** A local file that is not there, with the nearest name that is. */
async function noSuchFile(url: URL, cause: unknown): Promise<OperationError> {
  const path = fileURLToPath(url);
  const names = await Array.fromAsync(Deno.readDir(dirname(path)), ({ name }) => name).catch(() => []);
  return new OperationError(`No such file: ${path}${didYouMean(basename(path), names)}`, {
    code: "load",
    hint: "A relative path belongs to the script that writes it.",
    cause,
  });
}

/** Reads content as UTF-8 text. @throws {OperationError} where it is none. */
export async function readText(content: Content, signal?: AbortSignal): Promise<string> {
  const bytes = await readContent(content, signal);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OperationError(
      `Cannot read ${content instanceof URL ? pathOf(content) : "the content"} as text: it is not UTF-8`,
      { cause },
    );
  }
}

/** The hex digest of content; a local file is read once in a run. @throws {OperationError} */
export async function hashContent(content: Content, algorithm: DigestAlgorithm, signal?: AbortSignal): Promise<string> {
  return (await measureContent(content, algorithm, signal)).digest;
}

/** The size of content in bytes; a local file is not read for it. @throws {OperationError} */
export async function contentSize(content: Content, signal?: AbortSignal): Promise<number> {
  const local = await localContent(content, signal);
  if (local instanceof Uint8Array) return local.length;
  if (local instanceof URL && local.protocol === "file:") {
    const info = await Deno.stat(local).catch(async (cause) => {
      throw await cannotRead(local, cause);
    });
    // What the kernel makes up, as below /proc, has no size before it is read.
    if (info.isFile && info.size > 0) return info.size;
  }
  return (await measureContent(local, "sha1", signal)).size;
}

async function measureContent(content: Content, algorithm: DigestAlgorithm, signal?: AbortSignal): Promise<Measure> {
  const local = await localContent(content, signal);
  if (!(local instanceof URL) || local.protocol !== "file:") {
    return await measure(await streamContent(local, signal), algorithm);
  }
  const measures = currentContext.getStore()?.measures ?? new Measures();
  return await measures.of(local, algorithm).catch(async (cause) => {
    throw await cannotRead(local, cause);
  });
}

/** The mode of a local file as octal digits. @throws {OperationError} for what is no local file. */
export async function localMode(source: URL): Promise<string> {
  if (source.protocol !== "file:") {
    throw new OperationError(`Cannot take the mode of ${source.href}: it is no local file`);
  }
  const { mode } = await Deno.stat(fileURLToPath(source)).catch(async (cause) => {
    throw cause instanceof Deno.errors.NotFound
      ? await noSuchFile(source, cause)
      : new OperationError(`Cannot read ${pathOf(source)}: ${messageOf(cause)}`, { cause });
  });
  return ((mode ?? 0o644) & 0o7777).toString(8);
}
