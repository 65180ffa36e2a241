import { match, ok, rejects } from "node:assert/strict";
import type { DroverError } from "../../src/mod.ts";
import { type Answer, makeUser, redirect, startOrigin } from "./origin.ts";

interface Mistake {
  readonly what: string;
  /** What is loaded; the default is /main.ts of the server. */
  readonly load?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly says: RegExp;
  readonly hint?: RegExp;
  readonly at?: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  { what: "404", says: /main\.ts: the server answered 404$/ },
  {
    what: "404 of what a module imports",
    answers: { "/main.ts": `interface X {}\nimport { x } from "./gone.ts"; export default x;` },
    says: /gone\.ts: the server answered 404$/,
    at: /\/main\.ts:2:19$/,
  },
  {
    what: "a private host",
    answers: { "/main.ts": { status: 401 } },
    says: /answered 401/,
    hint: /DROVER_AUTH_TOKENS is TOKEN@127/,
  },
  {
    what: "a redirect loop",
    answers: { "/main.ts": redirect("/again.ts"), "/again.ts": redirect("/main.ts") },
    says: /main\.ts: more than 10 redirects/,
  },
  {
    what: "a redirect to nowhere",
    answers: { "/main.ts": redirect("ftp://x/") },
    says: /it redirects to "ftp:\/\/x\/"/,
  },
  {
    what: "a web page",
    answers: { "/main.ts": { body: "<!doctype html>", headers: { "content-type": "text/html; charset=utf-8" } } },
    says: /it is a web page, not a script/,
    hint: /raw file/,
  },
  {
    what: "a module of 100 MB that says so",
    answers: { "/main.ts": { body: new Uint8Array(11_000_000) } },
    says: /it is larger than 10 MB/,
  },
  {
    what: "a module without an end",
    answers: { "/main.ts": { body: endless() } },
    says: /it is larger than 10 MB/,
  },
  {
    what: "a syntax error in TypeScript",
    answers: { "/main.ts": "const fine = 1;\nconst x: = 1;\n" },
    says: /main\.ts: SyntaxError: Unexpected token/,
    at: /\/main\.ts:2:10$/,
  },
  {
    what: "a syntax error in JavaScript",
    load: "main.js",
    files: { "main.js": "const fine = 1;\nconst x = = 1;\n" },
    says: /main\.js: SyntaxError: (Unexpected token|Expression expected)/,
    at: /\/main\.js:2:11$/,
  },
  {
    what: "a decorator",
    load: "main.ts",
    files: { "main.ts": "const log = () => {};\nexport class A {\n  @log m() {}\n}\n" },
    says: /main\.ts: SyntaxError: Invalid or unexpected token/,
    hint: /Decorators and accessor fields are not supported/,
    at: /\/main\.ts:3:3$/,
  },
  {
    what: "a field with accessor",
    load: "main.ts",
    files: { "main.ts": "export class A {\n  accessor x = 1;\n}\n" },
    says: /main\.ts: SyntaxError: Unexpected identifier 'x'/,
    hint: /Decorators and accessor fields/,
    at: /\/main\.ts:2:12$/,
  },
  {
    what: "an import that does not end",
    load: "main.js",
    files: { "main.js": 'import x from "./a.js' },
    says: /main\.js: SyntaxError/,
    at: /\/main\.js:1:\d+$/,
  },
  {
    what: "a missing export",
    load: "main.ts",
    files: {
      "main.ts": `interface Nothing {}\nimport { ohter } from "./part.ts";\nexport default ohter;`,
      "part.ts": "export const other = 1;",
    },
    says:
      /main\.ts: The requested module '.*\/part\.ts' does not provide an export named 'ohter'; did you mean "other"\?/,
    at: /\/main\.ts:2:\d+$/,
  },
  {
    what: "an export that the program does not have",
    answers: { "/main.ts": `import { filse } from "drover"; export default filse;` },
    says: /main\.ts: The requested module 'drover' .* 'filse'; did you mean "files"\?/,
    at: /^http:.*\/main\.ts:1:\d+$/,
  },
  {
    what: "a module that the program does not have",
    load: "main.ts",
    files: { "main.ts": `import "drover/conectors";` },
    says: /Drover has no module "drover\/conectors"; did you mean "drover\/connectors"\?/,
    at: /\/main\.ts:1:8$/,
  },
  {
    what: "a package that is not embedded",
    load: "main.ts",
    files: { "main.ts": `import chalk from "npm:chalk@5"; export default chalk;` },
    says: /Cannot load npm:chalk@5: Drover does not carry this package/,
    hint: /zod@\d.*"npm:chalk@5": "https:\/\/esm\.sh\/chalk@5"/,
    at: /\/main\.ts:1:19$/,
  },
  {
    what: "another version of an embedded package",
    load: "npm:zod@3",
    says: /Cannot load npm:zod@3: Drover carries zod 4/,
  },
  { what: "an unknown kind of address", load: "ftp://code.example/main.ts", says: /does not know such addresses/ },
  {
    what: "an import map that is no JSON",
    load: "main.ts",
    files: { "main.ts": "export default 1;", "deno.json": "{ imports" },
    says: /Cannot read the import map .*deno\.json: it is no JSON/,
  },
  {
    what: "an import map that is a list",
    load: "main.ts",
    files: { "main.ts": "export default 1;", "deno.json": `{ "imports": [] }` },
    says: /deno\.json: "imports" has to be an object, found \[\]/,
  },
  {
    what: "an import map that maps to nothing",
    load: "main.ts",
    files: { "main.ts": `import "part";`, "deno.json": `{ "imports": { "part": "part.ts" } }` },
    says: /deno\.json maps "part" to nothing that can be loaded: "part\.ts"/,
    hint: /starts with \.\//,
    at: /\/main\.ts:1:8$/,
  },
  {
    what: "an import map that maps to a file that is not there",
    load: "main.ts",
    files: { "main.ts": `import "part";`, "deno.json": `{ "imports": { "part": "./gone.ts" } }` },
    says: /no such file: .*\/gone\.ts/,
    at: /\/main\.ts:1:8$/,
  },
  {
    what: "JSON that is imported as a module",
    load: "main.ts",
    files: { "main.ts": `import data from "./data.json"; export default data;`, "data.json": "{}" },
    says: /data\.json: it is JSON/,
    hint: /with \{ type: "json" \}/,
  },
  {
    what: "JSON that is none",
    load: "main.ts",
    files: { "main.ts": `import data from "./data.json" with { type: "json" }; data;`, "data.json": "{" },
    says: /data\.json: it is no JSON/,
  },
  {
    what: "an unknown type of import",
    load: "main.ts",
    files: { "main.ts": `import data from "./data.css" with { type: "css" }; data;` },
    says: /imports with \{ type: "css" \}/,
  },
  { what: "JSX", load: "main.tsx", files: { "main.tsx": "export default <b/>;" }, says: /JSX is not supported/ },
  { what: "a folder", load: "parts", files: { "parts/x.ts": "" }, says: /parts: it is a directory/ },
];

Deno.test("what cannot be loaded is explained", async (t) => {
  for (const mistake of MISTAKES) await t.step(mistake.what, () => check(mistake));
});

async function check({ load, files, answers, says, hint, at }: Mistake): Promise<void> {
  await using origin = startOrigin(answers);
  await using user = await makeUser(files);
  await rejects(user.import(load ?? `${origin.url}/main.ts`), (error: DroverError) => {
    match(error.message, says);
    if (hint) match(error.hint ?? "", hint);
    if (at) match(error.at ?? "", at);
    ok(error.code === "load", `${error.name}: ${error.stack}`);
    ok(!/\.cache/.test(`${error.message}${error.at}`), error.message);
    return true;
  });
}

function endless(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)) });
}

Deno.test("a certificate that nobody knows is answered with how to trust it", async () => {
  await using user = await makeUser();
  const fetchWrong = () => Promise.reject(new TypeError("invalid peer certificate: UnknownIssuer"));
  await rejects(
    user.import("https://code.example/main.ts", { fetch: fetchWrong, trust: true }),
    (error: DroverError) => {
      match(error.hint!, /DENO_CERT=FILE/);
      return /main\.ts: invalid peer certificate/.test(error.message);
    },
  );
});

Deno.test("a server that does not answer in time is not waited for", async () => {
  const answered = Promise.withResolvers<Response>();
  const fetchLate: typeof fetch = (_, init) => {
    init!.signal!.addEventListener("abort", () => answered.reject(init!.signal!.reason));
    return answered.promise;
  };
  await using user = await makeUser();
  await rejects(
    user.import("https://code.example/main.ts", { fetch: fetchLate, trust: true, timeout: 0.05 }),
    /it did not come within 0\.05 seconds/,
  );
});
