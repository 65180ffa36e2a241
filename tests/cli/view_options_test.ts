import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

const SCRIPTS = {
  "deploy.ts": `import { files, server } from "drover";
export default async (host) => {
  await host.fact(server.LinuxName);
  files.directory({ path: "." });
  files.put({ src: "text.txt", dest: "copy.txt" });
  server.shell({ commands: "printf printed-%s now" });
};
`,
  "text.txt": "first\nsecond\n",
  "surprise.ts": `import { files, server } from "drover";
export default async () => {
  if ((await server.shell({ commands: "echo yes" }).stdout).includes("yes")) files.file({ path: "surprise" });
};
`,
  "third_time.ts": `import { server } from "drover";
export default () => {
  server.shell({ commands: "echo try >> tries; test $(wc -l < tries) = 3" });
};
`,
};

Deno.test("options for what is shown and how it is applied", async (t) => {
  await using project = await startProject(SCRIPTS);
  const run = async (...args: string[]) => {
    await Deno.remove(project.path("copy.txt")).catch(() => {});
    const { code, stderr } = await project.drover(["@local", "deploy.ts", "-y", ...args]);
    strictEqual(code, 0, stderr);
    return stderr;
  };
  await t.step("without -v: changes and results", async () => {
    const shown = await run();
    ok(!/Fact|>>>|printed-now/.test(shown), shown);
    match(shown, /\+first\n +\+second/, "the diff is the default");
    ok(
      !/files\.directory/.test(shown.split("Beginning operation run")[0]!),
      "nothing to do is not in the plan's table",
    );
  });
  await t.step("-v: facts, and why nothing was to be done", async () => {
    const shown = await run("-v");
    match(shown, /\[@local\] Fact server\.LinuxName/);
    match(shown, /No changes \(.+\)/);
    ok(!/>>>/.test(shown), shown);
  });
  await t.step("-vv: commands", async () => {
    const shown = await run("-vv");
    match(shown, /\[@local\] >>> printf printed-%s now/);
    ok(!/printed-now/.test(shown), shown);
  });
  await t.step("-vvv: what hosts print", async () => match(await run("-vvv"), /\[@local\] printed-now/));
  await t.step("--diff and --no-diff", async () => {
    match(await run("--diff"), /\+first/);
    ok(!/\+first/.test(await run("--no-diff")));
  });
  await t.step("--debug-facts: also facts that are known already, and who asks for them", async () => {
    const shown = await run("--debug-facts");
    match(shown, /Fact server\.LinuxName \{\} \(known\)/);
    match(shown, /Fact files\.File \{"path":"[^"]*copy\.txt"\} for files\.put/);
  });
  await t.step("--debug-operations: the plan as JSON, and nothing else", async () => {
    await Deno.remove(project.path("copy.txt"));
    const { code, stdout } = await project.drover(["@local", "deploy.ts", "-y", "--debug-operations"]);
    strictEqual(code, 3);
    const { operations } = JSON.parse(stdout);
    deepStrictEqual(operations.map(({ site }: { site: { line: number } }) => site.line), [4, 5, 6]);
    strictEqual(await project.read("copy.txt"), undefined);
  });
  await t.step("an operation that the plan did not show is said to be so", async () => {
    const { code, stderr } = await project.drover(["@local", "surprise.ts", "-y"]);
    strictEqual(code, 0, stderr);
    match(stderr, /rest of surprise\.ts known after apply: .*\(.*surprise\.ts:3:\d+\)/);
    match(stderr, /files\.file \(surprise\) \(not in the plan\)/);
    ok(await project.read("surprise") !== undefined);
    await Deno.remove(project.path("surprise"));
  });
  await t.step("--strict refuses it", async () => {
    const { code, stderr } = await project.drover(["@local", "surprise.ts", "-y", "--strict"]);
    strictEqual(code, 1);
    match(stderr, /files\.file \(surprise\) .*surprise\.ts:3:\d+.* not in the plan, and --strict refuses/);
    strictEqual(await project.read("surprise"), undefined);
  });
  await t.step("--no-plan applies at once", async () => {
    const { code, stderr } = await project.drover(["@local", "surprise.ts", "--no-plan"]);
    strictEqual(code, 0, stderr);
    ok(!/Detected changes|not in the plan/.test(stderr), stderr);
    ok(await project.read("surprise") !== undefined);
  });
  await t.step("--retry and --retry-delay", async () => {
    const once = await project.drover(["@local", "third_time.ts", "-y"]);
    strictEqual(once.code, 1);
    const again = await project.drover(["@local", "third_time.ts", "-y", "--retry=1", "--retry-delay=0"]);
    strictEqual(again.code, 0, again.stderr);
    match(again.stderr, /Retry 1 of 1/);
    match(again.stderr, /Success on try 2/);
  });
  await t.step("--shell-executable", async () => {
    const { stdout } = await project.drover([
      "@local",
      "exec",
      "--shell_executable=bash",
      "--",
      "echo ${BASH_VERSION:+bash}",
    ]);
    strictEqual(stdout, "bash\n");
  });
  await t.step("a relative source of an operation on the command line belongs to the working directory", async () => {
    const { code, stderr } = await project.drover(["@local", "files.put", "src=text.txt", "dest=second.txt", "-y"]);
    strictEqual(code, 0, stderr);
    strictEqual(await project.read("second.txt"), SCRIPTS["text.txt"]);
  });
});
