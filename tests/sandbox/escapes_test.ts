/** Hostile scripts in the sandbox, through the whole program; the executable runs the same tests. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type Project, startProject } from "../cli/program.ts";

const ATTEMPTS = new URL("attempts/", import.meta.url);
const SECRET = "no-script-may-see-this";

const FILES = {
  "secret.json": JSON.stringify({ key: SECRET }),
  "secret.txt": SECRET,
  "secret.mjs": `globalThis.leaked = "${SECRET}";\nexport default "${SECRET}";\n`,
  "inventory.ts":
    `export default { hosts: ["@local"], data: { sshPassword: "${SECRET}", _sudoPassword: "${SECRET}", port: 1 } };`,
  "site/helper.js": `export const helper = "of helpers";`,
  "site/late.js": `export default undefined;`,
  "site/code.eta": `<%= (await import(file, { with: { type: "json" } })).default.key %>`,
  "site/files/plain.txt": "plain\n",
  "site/up.j2": `{% include "../secret.txt" %}`,
  "site/up.eta": `<%~ include("../secret.txt", {}) %>`,
  "site/code.j2": `{{ range.constructor("return process.getBuiltinModule('node:fs')")() }}`,
  "site/reads.eta": `<% const { default: text } = {}; %><%= Deno.readTextFileSync("../secret.txt") %>`,
  "site/imports.eta": `<%= (function () {}).constructor("u", "return import(u)")(file) %>`,
};

async function withSite(body: (project: Project) => Promise<void>): Promise<void> {
  await using project = await startProject(FILES);
  await Deno.symlink(project.path("secret.txt"), project.path("site/files/link.txt"));
  await project.write({ "site/escapes.js": await Deno.readTextFile(new URL("escapes.js", ATTEMPTS)) });
  await body(project);
}

Deno.test("no attempt of a script leads out of the sandbox", () =>
  withSite(async (project) => {
    const { stderr, stdout } = await project.drover(["inventory.ts", "site/escapes.js", "--sandbox", "--dry"]);
    const lines = stderr.split("\n").filter((line) => line.includes("ATTEMPT ")).map((line) => line.trim());
    ok(lines.length > 40, stderr);
    match(lines.at(-1)!, /ATTEMPT END of helpers/);
    deepStrictEqual(lines.filter((line) => !/: (refused: .+|nothing)$|ATTEMPT END/.test(line)), []);
    ok(!`${stderr}${stdout}`.includes(SECRET), stderr);
  }));

Deno.test("the same attempts lead somewhere without the sandbox", () =>
  withSite(async (project) => {
    const { stdout } = await project.drover([
      "inventory.ts",
      "site/escapes.js",
      "--dry",
      "--data",
      "until=a worker of one's own",
    ]);
    const got = stdout.split("\n").filter((line) => line.includes(": GOT ") && line.includes(SECRET));
    // Otherwise the test above would show nothing. Executables of older Denos know no imports of text.
    ok(got.length >= 10, stdout);
  }));

/** Scripts of one operation, and why it is refused. */
const REFUSED: Readonly<Record<string, readonly [code: string, why: RegExp]>> = {
  "a source outside of the folder": [`files.put({ src: "/etc/passwd", dest: "$OUT" })`, /must not read \/etc\/passwd/],
  "a source above the folder": [`files.put({ src: "../secret.txt", dest: "$OUT" })`, /must not read .*secret\.txt/],
  "a source by its address": [
    `files.put({ src: new URL("../secret.txt", import.meta.url), dest: "$OUT" })`,
    /must not read .*secret\.txt/,
  ],
  "a link that leads out": [`files.put({ src: "files/link.txt", dest: "$OUT" })`, /it leads to .*secret\.txt/],
  "a link in a folder": [`files.sync({ src: "files", dest: "$OUT" })`, /in it .*link\.txt leads to .*secret\.txt/],
  "a source of the current folder": [
    `files.put({ src: "secret.txt", addDeployDir: false, dest: "$OUT" })`,
    /there is no current directory/,
  ],
  "a source of another machine": [
    `files.put({ src: "http://127.0.0.1:9/secret", dest: "$OUT" })`,
    /must not read http:\/\/127/,
  ],
  "a script outside of the folder": [`server.script({ src: "../secret.txt" })`, /must not read/],
  "keys of a file": [
    `server.userAuthorizedKeys({ user: "root", publicKeys: [new URL("file:///etc/passwd")] })`,
    /must not read \/etc\/passwd/,
  ],
  "a local file that is written": [`files.get({ src: "/etc/hostname", dest: "deno.json" })`, /works on files of this/],
  "a local program": [
    `files.rsync({ src: "files", dest: "$OUT", flags: ["-e", "touch $OUT"] })`,
    /works on files of this machine/,
  ],
  "a function of the script": [`call({ name: "x", run: () => 1 })`, /call is not there in the sandbox/],
  "a template outside of the folder": [`files.template({ src: "../secret.txt", dest: "$OUT" })`, /must not read/],
  "a template that includes": [`files.template({ src: "up.j2", dest: "$OUT" })`, /must not read .*secret\.txt/],
  "an Eta template that includes": [`files.template({ src: "up.eta", dest: "$OUT" })`, /must not read .*secret\.txt/],
  "code in a Jinja2 template": [`files.template({ src: "code.j2", dest: "$OUT" })`, /process is not defined/],
  "code in an Eta template": [
    `files.template({ src: "reads.eta", dest: "$OUT" })`,
    /Deno.* (is undefined|not defined)/,
  ],
  "an import in an Eta template": [
    `files.template({ src: "imports.eta", dest: "$OUT", data: { file: "file:///etc/passwd" } })`,
    /escaped characters/,
  ],
  "an operation that calls a function": [
    `evil({ how: { kind: "function", label: "x", run() {} } })`,
    /call a function/,
  ],
  "an operation that starts a program": [
    `evil({ how: { kind: "rsync", src: "/etc/", dest: "/tmp", flags: ["-e", "touch $OUT"] } })`,
    /start rsync/,
  ],
  "an operation that writes a local file": [
    `evil({ how: download("/etc/hostname", new URL("file://$OUT")) })`,
    /write a local file/,
  ],
  "an operation that uploads a file": [
    `evil({ how: upload(new URL("file:///etc/passwd"), "$OUT") })`,
    /must not read \/etc\/passwd/,
  ],
  "a built-in operation in another": [`outer({ src: "/etc/passwd", dest: "$OUT" })`, /must not read \/etc\/passwd/],
};

const IMPORTS = `import { call, download, files, operation, server, upload, z } from "drover";
const evil = operation({ name: "evil", args: () => z.object({ how: z.any() }) }, async function* ({ how }) { yield how; });
const outer = operation({ name: "outer", args: () => z.object({ src: z.string(), dest: z.string() }) }, async function* (args) {
  yield* files.put.inner(args);
});
`;

/** Runs without a plan, each host by itself; why each of them failed. */
async function failures(project: Project, script: string, count: number): Promise<string[]> {
  await project.write({
    "cells.ts": `import { connector } from "drover/connectors";
import local from "drover/connectors/local";
export default connector({
  name: "cells",
  connect: local.connect,
  makeNamesData: () => Array.from({ length: ${count} }, (_, index) => ({ name: \`cell\${index}\` })),
});`,
  });
  const args = ["@cells", script, "--sandbox", "--connector", "cells=./cells.ts", "--no-plan", "--no-wait", "--json"];
  const { stdout, stderr } = await project.drover([...args, "-y"]);
  ok(!`${stdout}${stderr}`.includes(SECRET) && !/root:x:0/.test(stdout), stdout);
  const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
  const failed = new Map<string, string>(
    events.filter(({ type }) => type === "host.failed").map(({ host, error }) => [host, error.message]),
  );
  return Array.from({ length: count }, (_, index) => failed.get(`cell${index}`) ?? `did not fail: ${stderr}`);
}

Deno.test("operations reach nothing of this machine but what lies beside the script", () =>
  withSite(async (project) => {
    const out = project.path("out");
    const attempts = Object.values(REFUSED);
    const cases = attempts.map(([code], index) => `cell${index}: () => { ${code.replaceAll("$OUT", out)}; },`);
    await project.write({
      "site/script.js": `${IMPORTS}const attempts = {\n${
        cases.join("\n")
      }\n};\nexport default (host) => attempts[host.name]();\n`,
    });
    const told = await failures(project, "site/script.js", attempts.length);
    for (const [index, name] of Object.keys(REFUSED).entries()) match(told[index]!, attempts[index]![1], name);
    strictEqual(await project.read("out"), undefined);
    strictEqual(await project.read("site/deno.json"), undefined);
  }));

/** Messages that no script can send, and how they are answered. */
const FORGED: Readonly<Record<string, readonly [message: object, why: RegExp]>> = {
  "a refused operation": [
    { type: "declare", handle: 900, operation: "files.get", args: objectOf({ src: "/etc/hostname", dest: "x" }) },
    /files\.get is not there/,
  ],
  "a template that the engine would render": [
    { type: "declare", handle: 900, operation: "files.template", args: objectOf({ src: "code.eta", dest: "/tmp/x" }) },
    /There is no operation files\.template/,
  ],
  "the name of a property": [
    { type: "declare", handle: 900, operation: "__proto__", args: objectOf({}) },
    /There is no operation __proto__/,
  ],
  "a site that is another script's": [
    {
      type: "declare",
      handle: 900,
      operation: "files.put",
      site: { url: "file:///etc/x.ts", line: 1, column: 1 },
      args: objectOf({ src: "passwd", dest: "/tmp/never" }),
    },
    /must not read \/etc\/passwd/,
  ],
  "a key that changes all objects": [
    {
      type: "declare",
      handle: 900,
      operation: "server.shell",
      args: { type: "object", entries: [["commands", "true"], ["__proto__", objectOf({ polluted: "x" })]] },
    },
    /There is no argument "__proto__"/,
  ],
  "values in values without end": [
    { type: "declare", handle: 900, operation: "server.shell", args: nested(500) },
    /too deep/,
  ],
  "arguments of a fact": [
    {
      type: "declare",
      handle: 900,
      operation: { body: 1, own: [], name: "x", invalidates: "*" },
      args: objectOf({ _sudo: "yes" }),
    },
    /argument "_sudo": expected boolean/,
  ],
};

/** Messages for which the sandbox is ended. */
const ENDING: readonly object[] = [
  { type: "root" },
  { type: "refuse", error: { name: "x", message: "x", evil: 1 } },
  { type: "block", block: 900, inner: [-1], how: { kind: "on", host: "x" } },
];

function objectOf(entries: Readonly<Record<string, string>>): object {
  return { type: "object", entries: Object.entries(entries) };
}

function nested(depth: number): unknown {
  return depth === 0 ? "x" : [nested(depth - 1)];
}

const forgerOf = async (messages: readonly object[]) =>
  (await Deno.readTextFile(new URL("forger.js", ATTEMPTS)))
    .replace("$FORGED", () => JSON.stringify(JSON.stringify(messages)).slice(1, -1));

Deno.test("messages that no script can send do nothing", () =>
  withSite(async (project) => {
    const forged = Object.values(FORGED);
    await project.write({ "site/forger.js": await forgerOf(forged.map(([message]) => message)) });
    const told = await failures(project, "site/forger.js", forged.length);
    for (const [index, name] of Object.keys(FORGED).entries()) match(told[index]!, forged[index]![1], name);
    strictEqual(await Deno.stat("/tmp/never").catch(() => undefined), undefined);
  }));

Deno.test("who breaks the rules of the sandbox is ended, and nothing is applied", () =>
  withSite(async (project) => {
    await Promise.all(ENDING.map(async (message, index) => {
      await project.write({ [`site/forger${index}.js`]: await forgerOf([message]) });
      const { code, stderr } = await project.drover(["@local", `site/forger${index}.js`, "--sandbox", "-y"]);
      match(stderr, /The sandbox sent what no script can say/);
      strictEqual(code, 2, stderr);
    }));
  }));
