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

Deno.test("inventory, settings, group data and import map may be on a server, too", async () => {
  await using origin = startOrigin({
    "/hosts.yml": "groups:\n  web:\n    hosts: ['@local']\n",
    "/data/web.ts": `export const port: number = 8080;`,
    "/data/all.yml": "site: example\n",
    "/config.ts":
      `import type { Config } from "drover";\nexport default { env: { GREETING: "hello" } } satisfies Config;`,
    "/maps/map.json": `{ "imports": { "words": "../words.ts", "local": "file:///etc/passwd" } }`,
    "/words.ts": `export const word: string = "from a map";`,
    "/deploy.ts": `import { server } from "drover";
import { word } from "words";
export default (host) => void server.shell({
  commands: ["echo $GREETING " + [word, host.data.port, host.data.site].join(" ") + " >said"],
});`,
    "/reaches.ts": `import "local";`,
  });
  await using project = await startProject();
  const all = ["--config", `${origin.url}/config.ts`, "--import-map", `${origin.url}/maps/map.json`]
    .concat(["web.ts", "all.yml"].flatMap((name) => ["--group-data", `${origin.url}/data/${name}`]));
  const run = (script: string, ...more: string[]) =>
    project.drover([`${origin.url}/hosts.yml`, `${origin.url}/${script}`, "-y", ...all, ...more]);
  const ran = await run("deploy.ts", "--update-lock");
  strictEqual(ran.code, 0, ran.stderr);
  strictEqual(await project.read("said"), "hello from a map 8080 example\n");
  const { modules } = JSON.parse((await project.read("drover.lock"))!);
  deepStrictEqual(Object.keys(modules).map((address) => address.slice(origin.url.length)), [
    "/config.ts",
    "/data/all.yml",
    "/data/web.ts",
    "/deploy.ts",
    "/hosts.yml",
    "/maps/map.json",
    "/words.ts",
  ]);
  const reaches = await run("reaches.ts");
  match(reaches.stderr, /map\.json maps "local" to nothing .*\n.*\n?.*does not lead to local files/);
  for (
    const [name, answer, says] of [
      ["/maps/map.json", "<!doctype html>", /Cannot read the import map http:.*map\.json: it is no JSON/],
      ["/data/web.ts", "export default 5;", /web\.ts: expected an object as default export, found 5/],
      ["/hosts.yml", "groups: [", /hosts\.yml:\d+:\d+: not valid YAML/],
      ["/config.ts", "export default { suddo: true };", /config\.ts: .*"suddo"; did you mean "sudo"/],
    ] as const
  ) {
    const before = origin.answers.get(name)!;
    origin.answers.set(name, answer);
    const wrong = await run("deploy.ts", "--update-lock");
    match(wrong.stderr, says);
    strictEqual(wrong.code, 2);
    origin.answers.set(name, before);
  }
});

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

Deno.test("a script that ends the process fails, and the run ends in order", () =>
  withProject(async (project, _, env) => {
    await project.write({
      "host.ts": `import { files } from "drover";
export default () => {
  files.file({ path: "made/by_host" });
  Deno.exit(0);
};`,
      "process.ts": `import { exit } from "node:process";\nexport default () => exit(0);`,
      "top.ts": `interface Nothing { a: 1 }\nDeno.exit(5);\nexport default () => {};`,
    });
    for (const [script, place] of [["host.ts", "4:8"], ["process.ts", "2:22"], ["top.ts", "2:6"]] as const) {
      const { code, stderr } = await project.drover(["@local", script, "-y"], { env });
      match(stderr, /The script called Deno\.exit\(\d\)/);
      match(stderr, new RegExp(`at .*/${script}:${place}\n`));
      strictEqual(code, 2);
    }
    strictEqual(await project.read("made/by_host"), undefined);
  }));

Deno.test("a script that never comes to its end is left by Ctrl-C", () =>
  withProject(async (project, _, env) => {
    await project.write({
      "top.ts": `console.log("began");\nawait new Promise(() => {});\nexport default () => {};`,
      "deploy.ts": `export default async () => {\n  console.log("began");\n  await new Promise(() => {});\n};`,
    });
    const top = await project.onTerminal(["@local", "top.ts"], "\x03", { env, after: "began" });
    match(top.stdout, /Stopping: [\s\S]*Interrupted while waiting for .*\/top\.ts/);
    const deploy = await project.onTerminal(["@local", "deploy.ts"], "\x03", { env, after: "began" });
    match(deploy.stdout, /Stopping: [\s\S]*--> Disconnecting from hosts/);
    deepStrictEqual([top.code, deploy.code], [130, 130]);
  }));

Deno.test("two runs may fill the cache and the lock file at once", () =>
  withProject(async (project, url, env) => {
    const run = () => project.drover(["@local", `${url}/site/deploy.ts`, "--dry", "--update-lock"], { env });
    const ended = await Promise.all([run(), run(), run()]);
    deepStrictEqual(ended.map(({ code }) => code), [3, 3, 3], ended.map(({ stderr }) => stderr).join("\n"));
    const { modules } = JSON.parse((await project.read("drover.lock"))!);
    strictEqual(Object.keys(modules).length, 8);
    const rest = await Array.fromAsync(Deno.readDir(project.folder), ({ name }) => name);
    deepStrictEqual(rest.filter((name) => name.endsWith(".tmp")), []);
    const offline = await project.drover(["@local", `${url}/site/deploy.ts`, "--dry", "--cached-only"], { env });
    strictEqual(offline.code, 3, offline.stderr);
  }));
