import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { DroverError } from "../../src/mod.ts";
import { hashOf, makeUser, startOrigin } from "./origin.ts";

const SCRIPT = "https://code.example/main.ts";
const MAIN = `export { part } from "./part.ts";`;
const PART = `export const part: number = 1;`;

function startExample() {
  return startOrigin({ "/code.example/main.ts": MAIN, "/code.example/part.ts": PART });
}

Deno.test("new code is asked for with all that it brings, written down, and not asked for again", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  const questions: string[] = [];
  const ask = (question: string) => Promise.resolve(questions.push(question) > 0);
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch, ask })).part, 1);
  strictEqual(questions.length, 1);
  match(questions[0]!, /https:\/\/code\.example\/main\.ts\n.*part\.ts, imported by https:\/\/code\.example\/main\.ts/s);
  deepStrictEqual(JSON.parse((await user.read("drover.lock"))!), {
    version: 1,
    modules: {
      "https://code.example/main.ts": { url: SCRIPT, sha256: hashOf(MAIN) },
      "https://code.example/part.ts": { url: "https://code.example/part.ts", sha256: hashOf(PART) },
    },
  });
  const asked = origin.requests.length;
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch })).part, 1);
  strictEqual(questions.length, 1);
  strictEqual(origin.requests.length, asked, "what the lock file knows comes from the cache");
});

Deno.test("a no loads nothing and writes nothing", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  const key = "ranThoughDeclined";
  origin.answers.set("/code.example/part.ts", `globalThis.${key} = true; export const part = 1;`);
  await rejects(
    user.import(SCRIPT, { fetch: origin.fetch, ask: () => Promise.resolve(false) }),
    /Not loaded: .*main\.ts/,
  );
  strictEqual(key in globalThis, false);
  strictEqual(await user.read("drover.lock"), undefined);
});

Deno.test("where nobody is asked new code is refused before it is fetched, unless it is trusted", async () => {
  await using origin = startExample();
  await using user = await makeUser({ "local.ts": `export { part } from "${SCRIPT}";` });
  for (const script of [SCRIPT, "local.ts"]) {
    await rejects(user.import(script, { fetch: origin.fetch }), (error: DroverError) => {
      match(error.hint!, /--trust/);
      return /drover\.lock does not know it, and nobody is asked/.test(error.message);
    });
  }
  deepStrictEqual(origin.requests, []);
  strictEqual((await user.import("local.ts", { fetch: origin.fetch, trust: true })).part, 1);
  strictEqual((await user.import("local.ts", { fetch: origin.fetch })).part, 1);
});

Deno.test("a changed script is an error until --update-lock", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  await user.import(SCRIPT, { fetch: origin.fetch, trust: true });
  origin.answers.set("/code.example/part.ts", `export const part: number = 2;`);
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch })).part, 1, "what was agreed to is in the cache");
  await rejects(user.import(SCRIPT, { fetch: origin.fetch, reload: true, trust: true }), (error: DroverError) => {
    match(error.hint!, /--update-lock/);
    return /part\.ts: it is not what .*drover\.lock knows: its SHA-256 was \w+ and is \w+/.test(error.message);
  });
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch, updateLock: true })).part, 2);
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch, reload: true })).part, 2);
});

Deno.test("a pin agrees to one content", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  origin.answers.set("/code.example/main.ts", `export { part } from "./part.ts#sha256-${hashOf(PART)}";`);
  const pinned = `${SCRIPT}#sha256-${hashOf(origin.answers.get("/code.example/main.ts") as string)}`;
  strictEqual((await user.import(pinned, { fetch: origin.fetch })).part, 1);
  await rejects(
    user.import(`${SCRIPT}#sha256-${hashOf("")}`, { fetch: origin.fetch, reload: true }),
    /expected the SHA-256 e3b0c442\w+, found \w+/,
  );
  await rejects(user.import(`${SCRIPT}#sha256-abc`, { fetch: origin.fetch }), /expected 64 hex digits/);
});

Deno.test("a module that was loaded without a pin does not pass for one with another pin", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  const loader = user.loader({ fetch: origin.fetch, trust: true });
  await loader.import(SCRIPT, user.url);
  await rejects(loader.import(`${SCRIPT}#sha256-${hashOf("")}`, user.url), /expected the SHA-256/);
});

Deno.test("code of this machine is not asked for, but held against the lock file if it is in there", async () => {
  await using origin = startOrigin({ "/main.ts": "export default 1;" });
  await using user = await makeUser();
  const script = `${origin.url}/main.ts`;
  await user.import(script);
  strictEqual(await user.read("drover.lock"), undefined);
  await user.import(script, { updateLock: true });
  origin.answers.set("/main.ts", "export default 2;");
  await rejects(user.import(script, { reload: true }), /it is not what .*drover\.lock knows/);
});

Deno.test("a redirect from this machine is no way around the question", async () => {
  await using origin = startExample();
  origin.answers.set("/here.ts", { status: 302, headers: { location: SCRIPT } });
  await using user = await makeUser();
  const fetch: typeof globalThis.fetch = (input, init) =>
    String(input).startsWith("https:") ? origin.fetch(input, init) : globalThis.fetch(input, init);
  await rejects(user.import(`${origin.url}/here.ts`, { fetch }), /drover\.lock does not know it/);
});

Deno.test("what another run writes into the lock file in the meantime stays there", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  const one = user.loader({ fetch: origin.fetch, trust: true });
  await one.import(SCRIPT, user.url);
  origin.answers.set("/code.example/one.ts", "export default 1;");
  origin.answers.set("/code.example/two.ts", "export default 2;");
  await user.loader({ fetch: origin.fetch, trust: true }).import("https://code.example/two.ts", user.url);
  await one.import("https://code.example/one.ts", user.url);
  const names = Object.keys(JSON.parse((await user.read("drover.lock"))!).modules).map((name) => name.split("/").pop());
  deepStrictEqual(names, ["main.ts", "one.ts", "part.ts", "two.ts"]);
});

Deno.test("a broken lock file is explained", async () => {
  await using origin = startExample();
  const broken: readonly [string, RegExp][] = [
    ["{", /is no JSON|no JSON/],
    ["<<<<<<< ours\n{}\n", /marks of a merge conflict/],
    [`{ "version": 7 }`, /expected version 1, found 7/],
    [`{ "version": 1, "modules": { "x": { "url": "x", "sha256": "1" } } }`, /"x" has no address with 64 hex digits/],
  ];
  for (const [text, message] of broken) {
    await using user = await makeUser({ "drover.lock": text });
    await rejects(user.import(SCRIPT, { fetch: origin.fetch, trust: true }), message);
  }
});

Deno.test("a cached file that was tampered with is fetched again", async () => {
  await using origin = startExample();
  await using user = await makeUser();
  await user.import(SCRIPT, { fetch: origin.fetch, trust: true });
  await user.write({ [`.cache/contents/${hashOf(PART)}`]: "export const part = 'evil';" });
  strictEqual((await user.import(SCRIPT, { fetch: origin.fetch })).part, 1);
  strictEqual(await user.read(`.cache/contents/${hashOf(PART)}`), PART);
});
