/** A server of modules inside of the test, and a user with a folder, a cache and a loader. @module */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Loader, makeLoader, type TrustOptions } from "../../src/loader/mod.ts";

/** What a server answers for a path: text, or all of it. */
export type Answer = string | {
  readonly body?: BodyInit;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A server of modules. */
export interface Origin extends AsyncDisposable {
  /** Its address on loopback, without a slash at its end. */
  readonly url: string;
  /** What is answered, by path; may be changed. */
  readonly answers: Map<string, Answer>;
  /** The paths that were asked for. */
  readonly requests: string[];
  /** The headers of the last request. */
  lastHeaders: Headers;
  /** Takes addresses of any host to this server, which is asked for `/HOST/PATH`. */
  readonly fetch: typeof fetch;
}

/** Starts a server. */
export function startOrigin(answers: Readonly<Record<string, Answer>> = {}): Origin {
  const known = new Map(Object.entries(answers));
  const requests: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    requests.push(pathname);
    origin.lastHeaders = request.headers;
    const answer = known.get(pathname);
    if (answer === undefined) return new Response("not here", { status: 404 });
    if (typeof answer === "string") return new Response(answer, { headers: { "content-type": typeOf(pathname) } });
    const headers = { "content-type": typeOf(pathname), ...answer.headers };
    return new Response(answer.body ?? null, { status: answer.status, headers });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const origin: Origin = {
    url,
    answers: known,
    requests,
    lastHeaders: new Headers(),
    fetch: (input, init) => {
      const { host, pathname } = new URL(String(input));
      return fetch(`${url}/${host}${pathname}`, init);
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return origin;
}

function typeOf(path: string): string {
  if (path.endsWith(".ts")) return "video/mp2t";
  return path.endsWith(".json") ? "application/json" : path.endsWith(".js") ? "text/javascript" : "text/plain";
}

/** A redirect. */
export function redirect(location: string): Answer {
  return { status: 302, headers: { location } };
}

/** The answers of a registry for a package, by path. */
export function packageAnswers(
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
  exports: Readonly<Record<string, string>> = { ".": "./mod.ts" },
): Record<string, Answer> {
  const manifest = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, { size: text.length, checksum: `sha256-${hashOf(text)}` }]),
  );
  return {
    [`/${name}/meta.json`]: JSON.stringify({ versions: { [version]: {} } }),
    [`/${name}/${version}_meta.json`]: JSON.stringify({ exports, manifest }),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`/${name}/${version}${path}`, text])),
  };
}

/** The SHA-256 of text. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Somebody who loads modules. */
export interface User extends AsyncDisposable {
  readonly folder: string;
  /** The folder as an address. */
  readonly url: string;
  readonly warnings: string[];
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** The text of a file; `undefined` where there is none. */
  read(name: string): Promise<string | undefined>;
  /** A loader as a new run has it. */
  loader(trust?: TrustOptions, importMap?: string): Loader;
  /** Imports as a new run does it. */
  import(specifier: string, trust?: TrustOptions): Promise<Record<string, unknown>>;
}

/** Makes a user with files. */
export async function makeUser(files: Readonly<Record<string, string>> = {}): Promise<User> {
  const folder = await Deno.makeTempDir({ prefix: "drover-loader-" });
  const url = pathToFileURL(`${folder}/`).href;
  const warnings: string[] = [];
  const user: User = {
    folder,
    url,
    warnings,
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
        await Deno.writeTextFile(join(folder, name), text);
      }
    },
    read: (name) => Deno.readTextFile(join(folder, name)).catch(() => undefined),
    loader: (trust, importMap) =>
      makeLoader({
        cacheFolder: join(folder, ".cache"),
        warn: (text) => warnings.push(text),
        importMap: importMap && join(folder, importMap),
        trust: { folder, environment: () => undefined, ...trust },
      }),
    import: (specifier, trust) => user.loader(trust).import(specifier, url),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
  await user.write(files);
  return user;
}
