/** `drover init`: what it makes works, and nothing that is there is lost. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

Deno.test("a new project", async (t) => {
  await using project = await startProject();
  const target = project.path("target");
  const drover = (...options: string[]) =>
    project.drover(["inventory.ts", "deploy.ts", "--data", `folder=${target}`, ...options], { cwd: "my deploys" });

  await t.step("is made in a folder that is not there yet", async () => {
    const { code, stdout, stderr } = await project.drover(["init", "my deploys"]);
    strictEqual(code, 0, stderr);
    match(stdout, /^made {2}my deploys\/inventory\.ts$/m);
    match(stderr, /cd 'my deploys' && drover inventory\.ts deploy\.ts --dry/);
  });
  await t.step("plans, applies, and then has nothing to do", async () => {
    const first = await drover("--dry");
    strictEqual(first.code, 3, first.stderr);
    strictEqual(await project.read("target/hello.txt"), undefined);
    strictEqual((await drover("-y")).code, 0);
    strictEqual(await project.read("target/hello.txt"), "Good morning from @local\n");
    const last = await drover("--dry");
    strictEqual(last.code, 0, last.stderr);
  });
  await t.step("keeps what is there, a link that leads nowhere too", async () => {
    await project.write({ "my deploys/deploy.ts": "// mine\n", "my deploys/templates/hello.txt.eta": "mine\n" });
    await Deno.remove(project.path("my deploys/README.md"));
    await Deno.symlink(project.path("nowhere"), project.path("my deploys/README.md"));
    const { code, stdout } = await project.drover(["init", "."], { cwd: "my deploys" });
    strictEqual(code, 0);
    deepStrictEqual(stdout.match(/^made/gm), null);
    strictEqual(await project.read("my deploys/deploy.ts"), "// mine\n");
    strictEqual(await project.read("nowhere"), undefined);
  });
});

Deno.test("an editor with Deno finds the types of a new project", async (t) => {
  await using project = await startProject();
  const { code, stderr } = await project.drover(["init"]);
  strictEqual(code, 0, stderr);
  // An executable leads to the published package, which no test can reach.
  const settings = JSON.parse((await project.read("deno.json"))!);
  match(settings.imports.drover, /^jsr:@drover\/drover@\^\d+\.\d+\.\d+/);
  await t.step({
    name: "deno check",
    ignore: settings.links === undefined,
    fn: async () => {
      const deploy = (await project.read("deploy.ts"))!;
      await project.write({ "wrong.ts": deploy.replace(`mode: "755"`, "mode: true") });
      const args = ["check", "deploy.ts", "inventory.ts", "wrong.ts"];
      const ended = await new Deno.Command(Deno.execPath(), { args, cwd: project.folder, env: { NO_COLOR: "1" } })
        .output();
      const said = new TextDecoder().decode(ended.stderr);
      // The one mistake is found, so the types are there; nothing else is, so what is made is right.
      match(said, /Type 'boolean' is not assignable/);
      deepStrictEqual(said.match(/^ {4}at file:.*/gm)?.map((line) => line.replace(/.*\//, "").replace(/:.*/, "")), [
        "wrong.ts",
      ]);
    },
  });
});

Deno.test("init and upgrade say how they are called", async (t) => {
  await using project = await startProject({ "a file": "" });
  for (
    const [args, message] of [
      [["init", "one", "two"], /^init takes one word at most, found "one", "two"\n.*drover init \[FOLDER\]/],
      [["init", "--sudo"], /^init: Unknown option '--sudo'\n/],
      [["--debug", "init"], /^init has to stand first\n/],
      [["init", "a file"], /^Cannot make .*a file\/inventory\.ts: /],
      [["upgrade", "--version"], /^upgrade: Option '--version <value>' argument missing\n/],
    ] as const
  ) {
    await t.step(`drover ${args.join(" ")}`, async () => {
      const { code, stderr } = await project.drover(args);
      match(stderr, message);
      strictEqual(code, 2);
    });
  }
  await t.step("--help is the help", async () => {
    const { code, stdout } = await project.drover(["init", "--help"]);
    strictEqual(code, 0);
    match(stdout, /drover init \[FOLDER\]/);
  });
});
