import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { PROGRAM, startProject } from "./program.ts";

const DEPLOY = `import { deploy, files } from "drover";
import { connector } from "drover/connectors";
import { name } from "./lib/name.ts";
if (typeof connector !== "function") throw new Error("another Drover");
export default deploy("Own", {}, () => { files.put({ src: "lib/name.ts", dest: name }); });
`;

Deno.test("scripts of any folder", async (t) => {
  await using project = await startProject({
    "plain/deploy.ts": DEPLOY,
    "plain/lib/name.ts": `export const name: string = "copy.ts";\n`,
    "own/deno.json": `{ "imports": { "drover": "./nothing.ts" }, "compilerOptions": { "strict": true } }\n`,
    "own/deploy.ts": DEPLOY,
    "own/lib/name.ts": `export const name: string = "copy.ts";\n`,
    "with space/ä #1%.ts": `import { files } from "drover";
export default () => { files.file({ path: "made" }); };
`,
  });
  for (const [folder, cwd] of [["plain", "."], ["plain", "plain"], ["own", "."], ["own", "own"]] as const) {
    await t.step(`${folder}/deploy.ts, called from ${cwd}`, async () => {
      const { code, stderr } = await project.drover(
        ["@local", cwd === "." ? `${folder}/deploy.ts` : "deploy.ts", "-y"],
        {
          cwd,
        },
      );
      strictEqual(code, 0, stderr);
      strictEqual(await project.read(`${cwd}/copy.ts`), `export const name: string = "copy.ts";\n`);
      await Deno.remove(project.path(`${cwd}/copy.ts`));
    });
  }
  await t.step("a name with blanks and signs", async () => {
    const { code, stderr } = await project.drover(["@local", "with space/ä #1%.ts", "-y"]);
    strictEqual(code, 0, stderr);
    ok(await project.read("made") !== undefined);
  });
  await t.step("several scripts, one after the other", async () => {
    await project.write({
      "first.ts": `import { files } from "drover";\nexport default () => { files.file({ path: "one" }); };\n`,
      "second.ts":
        `import { files, server } from "drover";\nexport default () => { server.shell({ commands: "mv one two" }); };\n`,
    });
    const { code, stderr } = await project.drover(["@local", "first.ts", "second.ts", "-y"]);
    strictEqual(code, 0, stderr);
    ok(await project.read("two") !== undefined);
  });
  await t.step("a missing source may still come from an operation before it", async () => {
    await project.write({
      "generated.ts": `import { files, server } from "drover";
export default (host) => {
  server.shell({ commands: "echo made > ${project.folder}/generated.txt" });
  files.put({ src: "generated.txt", dest: "final.txt" });
};
`,
    });
    const { code, stderr } = await project.drover(["@local", "generated.ts", "-y"]);
    strictEqual(code, 0, stderr);
    match(stderr, /known after apply: No such file: .*generated\.txt/);
    strictEqual(await project.read("final.txt"), "made\n");
  });
});

Deno.test("what the program says of itself", async (t) => {
  await using project = await startProject();
  await t.step("--version", async () => {
    const { code, stdout, stderr } = await project.drover(["--version"]);
    match(stdout, /^drover \d+\.\d+\.\d+\S*\n$/);
    strictEqual(`${code}${stderr}`, "0");
  });
  await t.step("--version --json", async () => {
    const { stdout } = await project.drover(["--version", "--json"]);
    const told = JSON.parse(stdout);
    deepStrictEqual(Object.keys(told), ["version", "deno", "v8", "platform", "runs"]);
    deepStrictEqual([told.platform, told.runs], [Deno.build.target, PROGRAM.length === 1 ? "standalone" : "source"]);
  });
  await t.step("--help", async () => {
    const { code, stdout } = await project.drover(["--help"]);
    strictEqual(code, 0);
    strictEqual(stdout, await Deno.readTextFile(new URL("help.txt", import.meta.url)));
    const short = await project.drover(["@local", "-h"]);
    strictEqual(short.stdout, stdout);
  });
  await t.step("nothing at all: the help, as an error", async () => {
    const { code, stdout, stderr } = await project.drover([]);
    strictEqual(code, 2);
    strictEqual(stdout, "");
    match(stderr, /^Usage:$/m);
  });
  await t.step("--support names versions", async () => {
    const { code, stdout } = await project.drover(["--support"]);
    strictEqual(code, 0);
    match(stdout, /^Drover +\d/m);
    match(stdout, /^Deno +\d/m);
  });
});

Deno.test({
  name: "--version loads nothing but itself",
  ignore: PROGRAM.length === 1,
  async fn() {
    await using project = await startProject();
    // Whatever else was loaded would have to be read: all of it but main.ts and deno.json is out of reach.
    const main = PROGRAM.at(-1)!;
    await Deno.copyFile(main, project.path("main.ts"));
    await Deno.copyFile(new URL("../../deno.json", import.meta.url), project.path("deno.json"));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", "main.ts", "--version"],
      cwd: project.folder,
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
    match(new TextDecoder().decode(stdout), /^drover /);
  },
});
