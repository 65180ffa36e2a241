import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import * as drover from "../../src/mod.ts";
import { makeUser, packageAnswers, redirect, startOrigin } from "./origin.ts";

Deno.test("a remote module loads what is beside it and knows where it is", async () => {
  await using origin = startOrigin({
    "/latest/main.ts": redirect("/v1/main.ts"),
    "/v1/main.ts": `import { files } from "drover";
import { part } from "./lib/part.js";
import note from "./note.txt" with { type: "text" };
import data from "../data.json" with { type: "json" };
interface Nothing {}
export const later = await import(\`./lib/\${"later"}.ts\`);
export const { url, dirname, filename } = import.meta;
export const resolved = import.meta.resolve("./x.ts");
export { files, part, note, data };
export const fails = () => { throw new Error("remote"); };
`,
    "/v1/lib/part.js": `export { part } from "/v1/lib/deep.ts";`,
    "/v1/lib/deep.ts": `export const part: string = "part";`,
    "/v1/lib/later.ts": `export default import.meta.url as string;`,
    "/v1/note.txt": "a note",
    "/data.json": "[1]",
  });
  await using user = await makeUser();
  const { fails, files, later, ...rest } = await user.import(`${origin.url}/latest/main.ts`);
  strictEqual(files, drover.files);
  strictEqual((later as { default: string }).default, `${origin.url}/v1/lib/later.ts`);
  deepStrictEqual({ ...rest }, {
    part: "part",
    note: "a note",
    data: [1],
    url: `${origin.url}/v1/main.ts`,
    dirname: undefined,
    filename: undefined,
    resolved: `${origin.url}/v1/x.ts`,
  });
  const { stack } = await Promise.try(fails as () => void).catch((error) => error);
  match(stack, new RegExp(`${origin.url}/v1/main\\.ts:10:36`));
});

Deno.test("a module that two redirects lead to is one instance", async () => {
  await using origin = startOrigin({
    "/one.ts": redirect("/state.ts"),
    "/two.ts": redirect("/hop.ts"),
    "/hop.ts": redirect("/state.ts"),
    "/state.ts": "export const state = {};",
    "/main.ts": `import { state as a } from "./one.ts"; import { state as b } from "./two.ts"; export default a === b;`,
  });
  await using user = await makeUser();
  strictEqual((await user.import(`${origin.url}/main.ts`)).default, true);
});

Deno.test("a cycle through redirects is a cycle of modules", async () => {
  await using origin = startOrigin({
    "/a.ts": `import { b } from "./to_b.ts"; export const a = () => "a"; export default b();`,
    "/to_b.ts": redirect("/b.ts"),
    "/b.ts": `import { a } from "./to_a.ts"; export const b = () => a() + "b";`,
    "/to_a.ts": redirect("/a.ts"),
  });
  await using user = await makeUser();
  strictEqual((await user.import(`${origin.url}/a.ts`)).default, "ab");
});

Deno.test("code from elsewhere does not import local files, unless the user's import map says so", async () => {
  await using origin = startOrigin();
  await using user = await makeUser({ "local.ts": "export default 1;", "map.json": "{}" });
  const script = `${origin.url}/main.ts`;
  const file = `${user.url}local.ts`;
  for (
    const code of [
      `import "${file}";`,
      `await import("${file}");`,
      `import "data:text/javascript,import '${file}'";`,
      `await import("data:text/javascript,await import('${file}')");`,
    ]
  ) {
    origin.answers.set("/main.ts", code);
    await rejects(user.import(script), /imports the local file .*local\.ts: code from elsewhere must not/);
  }
  origin.answers.set("/main.ts", `export { default } from "local";`);
  await user.write({ "map.json": `{ "imports": { "local": "./local.ts" } }` });
  strictEqual((await user.loader({}, "map.json").import(script, user.url)).default, 1);
});

Deno.test("plain http is for this machine alone, and hosts can be limited", async () => {
  await using user = await makeUser();
  await rejects(user.import("http://code.example/main.ts", { trust: true }), /on its way anybody could change it/);
  await rejects(
    user.import("https://code.example/main.ts", { trust: true, allowedHosts: ["other.example"] }),
    /code\.example is not among the hosts of --allow-host/,
  );
});

Deno.test("a redirect does not lead from https: to http:, nor carries secrets to another host", async () => {
  await using origin = startOrigin({
    "/code.example/down.ts": redirect("http://127.0.0.1/x.ts"),
    "/code.example/away.ts": redirect("https://other.example/main.ts"),
    "/code.example/main.ts": "export default 1;",
    "/other.example/main.ts": "export default 2;",
  });
  await using user = await makeUser();
  const trust = {
    trust: true,
    fetch: origin.fetch,
    environment: (name: string) => name === "DROVER_AUTH_TOKENS" ? "s3cret@code.example" : undefined,
  };
  await rejects(user.import("https://code.example/down.ts", trust), /redirects from https: to http:/);
  strictEqual((await user.import("https://code.example/main.ts", trust)).default, 1);
  strictEqual(origin.lastHeaders.get("authorization"), "Bearer s3cret");
  strictEqual((await user.import("https://code.example/away.ts", trust)).default, 2);
  strictEqual(origin.lastHeaders.get("authorization"), null);
});

Deno.test("packages of jsr: come from the registry with their checksums", async () => {
  await using origin = startOrigin({
    ...packageAnswers("@acme/tools", "1.2.3", {
      "/mod.ts": `export * from "./inner/deep.ts"; export const version: string = "1.2.3";`,
      "/inner/deep.ts": `export { files } from "jsr:@drover/drover@^0.1.0";`,
      "/extra.ts": `export const extra = true as boolean;`,
    }, { ".": "./mod.ts", "./extra": "./extra.ts" }),
  });
  origin.answers.set("/@acme/tools/meta.json", `{"versions":{"1.2.3":{},"1.9.0":{"yanked":true},"2.0.0":{}}}`);
  await using user = await makeUser({
    "deno.json": `{ "imports": { "@acme/tools": "jsr:@acme/tools@^1.1" } }`,
    "main.ts": `import { files, version } from "@acme/tools"; import { extra } from "@acme/tools/extra";
export { extra, files, version };`,
  });
  const trust = { environment: (name: string) => name === "JSR_URL" ? origin.url : undefined };
  const module = await user.import("main.ts", trust);
  deepStrictEqual([module.version, module.extra, module.files], ["1.2.3", true, drover.files]);
  strictEqual((await user.import("jsr:@acme/tools@1/extra", trust)).extra, true);

  await rejects(user.import("jsr:@acme/tools@^3", trust), (error: drover.DroverError) => {
    match(error.hint!, /1\.2\.3, 1\.9\.0 \(yanked\), 2\.0\.0/);
    return /no version matches/.test(error.message);
  });
  await rejects(user.import("jsr:@acme/tools@1/extar", trust), /no such export; did you mean "\.\/extra"\?/);
  await rejects(user.import("jsr:@acme/tools@1/..", trust), /no such export/);
  await rejects(user.import("jsr:tools", trust), /no name of a package/);
  await rejects(user.import("jsr:@drover/drover@^9", trust), /written for .*\^9, but this is Drover/);

  origin.answers.set("/@acme/tools/1.2.3/extra.ts", "export const extra = 'evil';");
  await using other = await makeUser();
  await rejects(other.import("jsr:@acme/tools@1/extra", trust), /the registry knows the SHA-256 \w+, found \w+/);
  await rejects(
    other.import("jsr:@acme/tools@1/extra", { ...trust, cachedOnly: true }),
    /the registry knows the SHA-256/,
  );
  origin.answers.set("/@acme/tools/1.2.3/unlisted.ts", "export default 1;");
  await rejects(
    other.import(`${origin.url}/@acme/tools/1.2.3/unlisted.ts`, trust),
    /the package @acme\/tools@1\.2\.3 has no such file/,
  );
});

Deno.test("two ranges that lead to one file are both written down", async () => {
  await using origin = startOrigin(packageAnswers("@acme/tools", "1.2.3", { "/mod.ts": "export const one = {};" }));
  const trust = { trust: true, fetch: origin.fetch, environment: () => undefined };
  for (const path of [...origin.answers.keys()]) origin.answers.set(`/jsr.io${path}`, origin.answers.get(path)!);
  await using user = await makeUser({
    "main.ts": `import { one } from "jsr:@acme/tools@^1";
const same = await import("jsr:@acme/tools@1.2");
export default one === same.one;`,
  });
  strictEqual((await user.import("main.ts", trust)).default, true);
  const { modules } = JSON.parse((await user.read("drover.lock"))!);
  const url = "https://jsr.io/@acme/tools/1.2.3/mod.ts";
  deepStrictEqual(Object.keys(modules), [url, "jsr:@acme/tools@1.2", "jsr:@acme/tools@^1"]);
  const asked = origin.requests.length;
  strictEqual((await user.import("main.ts", { ...trust, trust: false })).default, true);
  strictEqual(origin.requests.length, asked);
});

Deno.test("what was fetched is used offline", async () => {
  const origin = startOrigin({
    "/main.ts": `export { part } from "./part.ts";`,
    "/part.ts": `export const part = 1;`,
  });
  await using user = await makeUser();
  const script = `${origin.url}/main.ts`;
  try {
    await user.loader().prepare(script, user.url);
    deepStrictEqual(origin.requests, ["/main.ts", "/part.ts"]);
  } finally {
    await origin[Symbol.asyncDispose]();
  }
  strictEqual((await user.import(script, { cachedOnly: true })).part, 1);
  await rejects(user.import(`${origin.url}/other.ts`, { cachedOnly: true }), /not in the cache, and --cached-only/);
  await rejects(user.import(script), (error: drover.DroverError) => {
    match(error.hint!, /--cached-only/);
    return ok(/Cannot load http:\/\/127.*refused/i.test(error.message), error.message) === undefined;
  });
});
