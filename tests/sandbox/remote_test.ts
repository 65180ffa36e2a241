/** A script of another machine in the sandbox; the executable runs the same tests. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startProject } from "../cli/program.ts";
import { packageAnswers, startOrigin } from "../loader/origin.ts";

const ANSWERS = {
  ...packageAnswers("@acme/words", "1.0.0", {
    "/mod.ts": `import { files } from "drover";
export const greeting: string = "hello";
export const put = (dest: string) => files.put({ src: "./words.txt", dest });`,
    "/words.txt": "words\n",
  }),
  "/site/deploy.ts": `import { deploy, files, include, z } from "drover";
import { greeting, put } from "jsr:@acme/words@^1";
import settings from "./settings.json" with { type: "json" };
import * as zod from "npm:zod@4";

enum Level { Low, High }

export default deploy("Site", { data: z.object({ folder: z.string() }) }, async (host) => {
  const { suffix } = await import("./parts/" + "suffix.ts");
  const { folder } = host.data;
  files.put({ src: "files/plain.txt", dest: folder + "/plain" });
  put(folder + "/words");
  const data = { text: greeting + suffix + Level.High + settings.mark + (zod.object === z.object) };
  files.template({ src: "files/page.eta", dest: folder + "/page", data });
  await include("./parts/more.ts");
});
`,
  "/site/settings.json": `{ "mark": "?" }`,
  "/site/parts/suffix.ts": `export const suffix: string = "!";`,
  "/site/parts/more.ts": `import { files } from "drover";
export default (host: { data: { folder: string } }) => files.file({ path: host.data.folder + "/more" });`,
  "/site/files/plain.txt": "plain\n",
  "/site/files/page.eta": "<%= it.text %>\n",
  "/site/local.ts": `import { files } from "drover";
export default () => files.put({ src: "file:///etc/passwd", dest: "/tmp/never" });`,
  "/site/service.ts": `import secret from "$SERVICE/secret.json" with { type: "json" };
export default () => console.log(secret);`,
  "/site/reads.ts": `import { files } from "drover";
export default () => files.put({ src: "$SERVICE/secret.json", dest: "/tmp/never" });`,
  "/site/redirects.ts": `import secret from "./moved.json" with { type: "json" };
export default () => console.log(secret);`,
};

Deno.test("a script of another machine has what lies beside it, and nothing of this machine", async () => {
  await using service = startOrigin({ "/secret.json": `{ "key": "secret" }` });
  const answers = Object.entries(ANSWERS).map(([path, answer]) =>
    [path, typeof answer === "string" ? answer.replaceAll("$SERVICE", service.url) : answer] as const
  );
  const moved = { status: 302, headers: { location: `${service.url}/secret.json` } };
  await using origin = startOrigin({ ...Object.fromEntries(answers), "/site/moved.json": moved });
  await using project = await startProject({ "made/.keep": "" });
  const env = { JSR_URL: origin.url, XDG_CACHE_HOME: project.path("cache") };
  const run = (script: string) => {
    const args = ["@local", `${origin.url}/site/${script}`, "-y", "--sandbox", "--data"];
    return project.drover([...args, `folder=${project.path("made")}`], { env });
  };
  const applied = await run("deploy.ts");
  strictEqual(applied.code, 0, applied.stderr);
  const made = await Promise.all(["plain", "words", "page", "more"].map((name) => project.read(`made/${name}`)));
  deepStrictEqual(made, ["plain\n", "words\n", "hello!1?true\n", ""]);
  match((await run("deploy.ts")).stderr, /No changes/);

  const refused = await Promise.all(["local.ts", "service.ts", "reads.ts", "redirects.ts"].map(run));
  for (const { code, stderr } of refused) {
    strictEqual(code, 2, stderr);
    match(stderr, /A script in the sandbox must not (read|load) /);
    ok(!stderr.includes(`"secret"`));
  }
  // Nobody was asked for what is refused, but for what a server itself leads to.
  deepStrictEqual(new Set(service.requests), new Set(["/secret.json"]));
  strictEqual(service.requests.length, 1);
});
