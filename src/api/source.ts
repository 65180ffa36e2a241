import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Content } from "../command/mod.ts";
import { didYouMean, messageOf, OperationError } from "../errors.ts";
import { pathOf } from "./callsite.ts";

/** Reads content: text and bytes as they are, a URL from the local disk or the network. @throws {OperationError} */
export async function readContent(content: Content, signal?: AbortSignal): Promise<Uint8Array> {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content;
  try {
    if (content.protocol === "file:") return await Deno.readFile(content, { signal });
    const response = await fetch(content, { signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw await cannotRead(content, cause);
  }
}

/** Content piece by piece: a local file is not taken into memory. @throws {OperationError} */
export async function streamContent(content: Content, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  if (!(content instanceof URL) || content.protocol !== "file:") {
    return ReadableStream.from([await readContent(content, signal)]);
  }
  try {
    return (await Deno.open(content)).readable;
  } catch (cause) {
    throw await cannotRead(content, cause);
  }
}

async function cannotRead(content: URL, cause: unknown): Promise<OperationError> {
  if (cause instanceof Deno.errors.NotFound) return await noSuchFile(content, cause);
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

/** The hex digest of content. */
export async function hashContent(
  content: Content,
  algorithm: "sha1" | "sha256",
  signal?: AbortSignal,
): Promise<string> {
  return (await measureContent(content, algorithm, signal)).digest;
}

/** The hex digest of content and its size in bytes, of one reading. */
export async function measureContent(
  content: Content,
  algorithm: "sha1" | "sha256",
  signal?: AbortSignal,
): Promise<{ readonly digest: string; readonly size: number }> {
  const hash = createHash(algorithm);
  let size = 0;
  for await (const piece of await streamContent(content, signal)) {
    hash.update(piece);
    size += piece.length;
  }
  return { digest: hash.digest("hex"), size };
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
