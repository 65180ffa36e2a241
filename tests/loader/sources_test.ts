/** Files that operations take from other machines: trusted, locked, pinned and kept as code is. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { DroverError } from "../../src/mod.ts";
import { startProject } from "../cli/program.ts";
import { hashOf, makeUser, redirect, startOrigin } from "./origin.ts";

const FILE = "https://code.example/site.conf";

function startFiles() {
  return startOrigin({ "/code.example/site.conf": "listen 80;\n" });
}

Deno.test("a file is asked for, written into the lock file, and then comes from the cache", async () => {
  await using origin = startFiles();
  await using user = await makeUser();
  const questions: string[] = [];
  const ask = (question: string) => Promise.resolve(questions.push(question) > 0);
  const copy = await user.loader({ fetch: origin.fetch, ask }).localCopy(FILE);
  strictEqual(await Deno.readTextFile(copy), "listen 80;\n");
  match(questions.join("\n"), /https:\/\/code\.example\/site\.conf/);
  deepStrictEqual(JSON.parse((await user.read("drover.lock"))!).modules, {
    [FILE]: { url: FILE, sha256: hashOf("listen 80;\n") },
  });
  origin.answers.set("/code.example/site.conf", "listen 81;\n");
  strictEqual(await Deno.readTextFile(await user.loader({ cachedOnly: true }).localCopy(FILE)), "listen 80;\n");
  deepStrictEqual([questions.length, origin.requests.length], [1, 1]);
  await rejects(user.loader({ fetch: origin.fetch, reload: true }).localCopy(FILE), /it is not what .*lock knows/);
  const updated = await user.loader({ fetch: origin.fetch, updateLock: true }).localCopy(FILE);
  strictEqual(await Deno.readTextFile(updated), "listen 81;\n");
});

Deno.test("a file is refused where code would be", async () => {
  await using origin = startFiles();
  await using user = await makeUser();
  const load = (address: string, trust = {}) => user.loader({ fetch: origin.fetch, ...trust }).localCopy(address);
  await rejects(load(FILE), /Cannot load https:.*site\.conf: drover\.lock does not know it, and nobody is asked/);
  deepStrictEqual(origin.requests, []);
  await rejects(load(FILE, { ask: () => Promise.resolve(false) }), /Not loaded: https:.*site\.conf/);
  await rejects(load(FILE, { trust: true, allowedHosts: ["other.example"] }), /not among the hosts of --allow-host/);
  await rejects(load("http://code.example/site.conf", { trust: true }), /on its way anybody could change it/);
  await rejects(load(`${FILE}#sha256-${hashOf("")}`), /expected the SHA-256 e3b0c442\w+, found/);
  await rejects(load(`${FILE}.new`, { cachedOnly: true }), (error: DroverError) => {
    match(error.hint!, /A run without --cached-only fetches/);
    return /not in the cache, and --cached-only fetches nothing/.test(error.message);
  });
  origin.answers.set("/code.example/away", redirect("http://127.0.0.1/x"));
  await rejects(load("https://code.example/away", { trust: true }), /redirects from https: to http:/);
  strictEqual(await user.read("drover.lock"), undefined);
  const pinned = await load(`${FILE}#sha256-${hashOf("listen 80;\n")}`);
  strictEqual(await Deno.readTextFile(pinned), "listen 80;\n", "a pin needs no question");
});

Deno.test("a file may be a web page and larger than code, but not without an end", async () => {
  await using origin = startOrigin({
    "/page.html": { body: "<!doctype html>", headers: { "content-type": "text/html" } },
    "/large": { body: new Uint8Array(11_000_000) },
    "/endless": {
      body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000_000)) }),
    },
  });
  await using user = await makeUser({
    "main.ts": `export { default } from "${origin.url}/page.html" with { type: "text" };`,
  });
  const copy = async (path: string) => await Deno.stat(await user.loader().localCopy(`${origin.url}${path}`));
  strictEqual((await copy("/page.html")).size, 15);
  strictEqual((await copy("/large")).size, 11_000_000);
  await rejects(copy("/endless"), (error: DroverError) => {
    match(error.hint!, /By files\.download the host fetches/);
    return /larger than 100 MB/.test(error.message);
  });
  strictEqual((await user.import("main.ts")).default, "<!doctype html>");
});

Deno.test("what could not be fetched is tried again by the next who asks", async () => {
  await using origin = startFiles();
  origin.answers.delete("/code.example/site.conf");
  await using user = await makeUser();
  const loader = user.loader({ fetch: origin.fetch, trust: true });
  await rejects(loader.localCopy(FILE), /the server answered 404/);
  origin.answers.set("/code.example/site.conf", "here now");
  strictEqual(await Deno.readTextFile(await loader.localCopy(FILE)), "here now");
});

Deno.test("secrets go along with a file of a private host, and to no other", async () => {
  await using origin = startFiles();
  origin.answers.set("/code.example/away", redirect("https://other.example/file"));
  origin.answers.set("/other.example/file", "elsewhere");
  await using user = await makeUser();
  const environment = (name: string) => name === "DROVER_AUTH_TOKENS" ? "me:s3cret@code.example" : undefined;
  const loader = user.loader({ fetch: origin.fetch, trust: true, environment });
  await loader.localCopy(FILE);
  strictEqual(origin.lastHeaders.get("authorization"), `Basic ${btoa("me:s3cret")}`);
  await loader.localCopy("https://code.example/away");
  strictEqual(origin.lastHeaders.get("authorization"), null);
});

const DEPLOY = `import { files } from "drover";
export default (host) => {
  const src = (path) => host.data.url + path;
  files.put({ src: src("/small.txt"), dest: "small" });
  files.put({ src: src("/large.txt"), dest: "large" });
  files.template({ src: src("/page.eta"), dest: "page", data: { text: "hello" } });
};
`;

Deno.test("a deploy takes its files from a server, and from the cache when that is gone", async () => {
  const large = "a line of a large file\n".repeat(5_000);
  const origin = startOrigin({ "/small.txt": "small\n", "/large.txt": large, "/page.eta": "<%= it.text %>\n" });
  await using project = await startProject({ "deploy.ts": DEPLOY });
  const run = (...more: string[]) =>
    project.drover(["@local", "deploy.ts", "--data", `url=${origin.url}`, ...more], {
      env: { XDG_CACHE_HOME: project.path("cache") },
    });
  try {
    const planned = await run("--dry", "--update-lock");
    strictEqual(planned.code, 3, planned.stderr);
    match(planned.stderr, new RegExp(`\\+small`));
    strictEqual(origin.requests.filter((path) => path === "/large.txt").length, 1, "once in a run");
    const lock = JSON.parse((await project.read("drover.lock"))!);
    deepStrictEqual(
      Object.keys(lock.modules),
      ["/large.txt", "/page.eta", "/small.txt"].map((path) => origin.url + path),
    );
  } finally {
    await origin[Symbol.asyncDispose]();
  }
  const applied = await run("-y", "--cached-only");
  strictEqual(applied.code, 0, applied.stderr);
  deepStrictEqual(await Promise.all(["small", "large", "page"].map(project.read)), ["small\n", large, "hello\n"]);
  strictEqual((await run("--dry")).code, 0, "what is locked is not asked for again");
});

Deno.test("a deploy says which file it cannot have, and changes nothing", async () => {
  await using origin = startOrigin({ "/small.txt": "small\n" });
  await using project = await startProject({
    "deploy.ts": DEPLOY,
    "elsewhere.ts": `import { files } from "drover";
export default () => void files.put({ src: "https://code.example/site.conf", dest: "x" });`,
  });
  const gone = await project.drover(["@local", "deploy.ts", "--data", `url=${origin.url}`, "-y"]);
  match(gone.stderr, /Cannot load http:\/\/127\S+\/large\.txt: the server answered 404/);
  ok(gone.code === 2 && await project.read("small") === undefined, gone.stderr);
  const unknown = await project.drover(["@local", "files.put", "src=ftp://code.example/x", "dest=x", "-y"]);
  match(unknown.stderr, /Cannot read ftp:\/\/code\.example\/x: Drover does not know such addresses/);
  const refused = await project.drover(["@local", "elsewhere.ts", "-y"]);
  match(refused.stderr, /site\.conf: drover\.lock does not know it, and nobody is asked[\s\S]*--trust/);
  strictEqual(refused.code, 2);
});
