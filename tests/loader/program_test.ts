/** Code from elsewhere through the whole program; the executable runs the same tests. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type Project, startProject } from "../cli/program.ts";
import { packageAnswers, startOrigin } from "./origin.ts";

const SITE = `import { deploy, files, include } from "drover";
import { greeting } from "@acme/words";
import settings from "./settings.json" with { type: "json" };
import { z } from "npm:zod@4";

enum Level { Low, High }
const folder = z.string().parse(settings.folder);

export default deploy("Site", {}, async (host) => {
  const { suffix } = await import("./parts/" + "suffix.ts");
  files.put({ src: "files/plain.txt", dest: folder + "/plain" });
  files.put({ src: new URL("./files/plain.txt", import.meta.url), dest: folder + "/url" });
  files.template({ src: "files/page.eta", dest: folder + "/page", data: { text: greeting + suffix + Level.High } });
  await include("./parts/more.ts");
});
`;

const ANSWERS = {
  ...packageAnswers("@acme/words", "1.0.0", { "/mod.ts": `export const greeting: string = "hello";` }),
  "/site/deploy.ts": SITE,
  "/site/settings.json": `{ "folder": "made" }`,
  "/site/parts/suffix.ts": `export const suffix = "!" satisfies string;`,
  "/site/parts/more.ts":
    `import { files } from "drover";\nexport default () => { files.file({ path: "made/more" }); };`,
  "/site/files/plain.txt": "plain\n",
  "/site/files/page.eta": "<%= it.text %>\n",
  "/site/wrong.ts": `import { files } from "drover";
interface Nothing { a: 1 }
export default () => {
  files.file({ pth: "x" });
};
`,
  "/site/fails.ts": `import { thrower } from "./parts/thrower.js";\nexport default () => thrower();\n`,
  "/site/parts/thrower.js": `export const a = 1, thrower = () => { throw new Error("no luck"); };`,
  "/inventory.ts": `export default { groups: { all: ["@local"] } };`,
  "/jail.ts": `import { connector } from "drover/connectors";
import local from "drover/connectors/local";
export default connector({ name: "jail", connect: local.connect, makeNamesData: () => [{ name: "cell" }] });
`,
};

const IMPORTS = { imports: { "@acme/words": "jsr:@acme/words@^1" } };

async function withProject(body: (project: Project, url: string, env: Record<string, string>) => Promise<void>) {
  await using origin = startOrigin(ANSWERS);
  await using project = await startProject({ "deno.json": JSON.stringify(IMPORTS), "made/.keep": "" });
  await body(project, origin.url, { JSR_URL: origin.url, XDG_CACHE_HOME: project.path("cache") });
}

Deno.test("a deploy from a server, with a package, a remote inventory and what stands beside it", () =>
  withProject(async (project, url, env) => {
    const applied = await project.drover([`${url}/inventory.ts`, `${url}/site/deploy.ts`, "-y"], { env });
    strictEqual(applied.code, 0, applied.stderr);
    const made = await Promise.all(["plain", "url", "page", "more"].map((name) => project.read(`made/${name}`)));
    deepStrictEqual(made, ["plain\n", "plain\n", "hello!1\n", ""]);
    const again = await project.drover(["@local", `${url}/site/deploy.ts`, "--dry"], { env });
    strictEqual(again.code, 0, again.stderr);
  }));

Deno.test("a script may be a name of an import map", () =>
  withProject(async (project, url, env) => {
    await project.write({ "map.json": JSON.stringify({ imports: { ...IMPORTS.imports, "@acme/": `${url}/site/` } }) });
    const ran = await project.drover(["@local", "@acme/parts/more.ts", "--import-map", "map.json", "--dry"], { env });
    strictEqual(ran.code, 3, ran.stderr);
    const named = await project.drover(["@local", "site/web", "--dry"], { env });
    match(named.stderr, /Cannot load .*\/site\/web: no such file/);
  }));

Deno.test("messages name the address, the line and the column of remote code", () =>
  withProject(async (project, url, env) => {
    const wrong = await project.drover(["@local", `${url}/site/wrong.ts`, "-y"], { env });
    strictEqual(wrong.code, 2, wrong.stderr);
    match(wrong.stderr, /no argument "pth"; did you mean "path"/);
    match(wrong.stderr, new RegExp(`${url}/site/wrong\\.ts:4:9`));
    const fails = await project.drover(["@local", `${url}/site/fails.ts`, "-y"], { env });
    match(fails.stderr, /no luck/);
    match(fails.stderr, new RegExp(`${url}/site/parts/thrower\\.js:1:45`));
    ok(!`${wrong.stderr}${fails.stderr}`.includes(".mjs"), fails.stderr);
  }));

Deno.test("an import map swaps a connector, and --connector adds one", () =>
  withProject(async (project, url, env) => {
    await project.write({
      "deno.json": JSON.stringify({ imports: { ...IMPORTS.imports, "connectors/jail": `${url}/jail.ts` } }),
    });
    const jailed = await project.drover(["@jail", "exec", "--", "echo", "in"], { env });
    deepStrictEqual([jailed.code, jailed.stdout.trim()], [0, "in"], jailed.stderr);
    const given = await project.drover(["@other", "exec", "--connector", `other=${url}/jail.ts`, "--", "echo", "in"], {
      env,
    });
    deepStrictEqual([given.code, given.stdout.trim()], [0, "in"], given.stderr);
    const unknown = await project.drover(["@jial", "exec", "--", "true"], { env });
    strictEqual(unknown.code, 2);
    match(unknown.stderr, /did you mean "jail"\?[\s\S]*--connector jial=/);
  }));

Deno.test("drover cache fetches everything, and --cached-only works without the network", () =>
  withProject(async (project, url, env) => {
    const fetched = await project.drover(["cache", `${url}/site/deploy.ts`, "--update-lock"], { env });
    strictEqual(fetched.code, 0, fetched.stderr);
    const lock = JSON.parse((await project.read("drover.lock"))!);
    deepStrictEqual(Object.keys(lock.modules), [
      `${url}/@acme/words/1.0.0/mod.ts`,
      `${url}/site/deploy.ts`,
      `${url}/site/settings.json`,
      "jsr:@acme/words@^1",
    ]);
    const offline = { ...env, JSR_URL: "http://127.0.0.1:9" };
    const local = "local.ts";
    await project.write({ [local]: `import { greeting } from "@acme/words"; export default () => void greeting;` });
    const ran = await project.drover(["@local", local, "--dry", "--cached-only"], { env: offline });
    strictEqual(ran.code, 0, ran.stderr);
    const cleaned = await project.drover(["cache", "--clean"], { env });
    strictEqual(cleaned.code, 0, cleaned.stderr);
    const gone = await project.drover(["@local", local, "--dry", "--cached-only"], { env: offline });
    match(gone.stderr, /it is not in the cache, and --cached-only fetches nothing/);
    strictEqual(gone.code, 2);
  }));

Deno.test("code from elsewhere that nobody agreed to is refused without a terminal", () =>
  withProject(async (project, _, env) => {
    const refused = await project.drover(["@local", "https://code.example/deploy.ts", "-y"], { env });
    strictEqual(refused.code, 2, refused.stderr);
    match(refused.stderr, /drover\.lock does not know it, and nobody is asked[\s\S]*--trust/);
    const plain = await project.drover(["@local", "http://code.example/deploy.ts", "-y", "--trust"], { env });
    match(plain.stderr, /Plain http: is for this machine alone/);
  }));
