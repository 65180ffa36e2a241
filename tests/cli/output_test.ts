import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

const SCRIPTS = {
  "change.ts": `import { files } from "drover";
export default () => { files.file({ path: "made" }); };
`,
  "fails.ts": `import { files, server } from "drover";
export default () => {
  server.shell({ commands: "echo out of luck >&2; exit 3" });
  files.file({ path: "after_failure" });
};
`,
  "throws.ts": `export default (host) => {
  host.data.nothing.there();
};
`,
  "throws_later.ts": `import { files } from "drover";
export default async () => {
  setTimeout(() => { throw new Error("from a timer"); });
  await new Promise((resolve) => setTimeout(resolve, 20));
  files.file({ path: "after_timer" });
};
`,
  "floating.ts": `import { files } from "drover";
Promise.reject(new Error("not awaited"));
export default () => { files.file({ path: "after_floating" }); };
`,
  "binary.ts": `import { files, server } from "drover";
export default async () => {
  const printed = await server.shell({ commands: "printf '\\\\377\\\\376\\\\000'" }).stdout;
  files.file({ path: printed });
};
`,
  "huge.ts": `import { files, server } from "drover";
export default async () => {
  const printed = await server.shell({ commands: "head -c 100000000 /dev/zero | tr '\\\\0' x" }).stdout;
  files.file({ path: "after_huge" + printed.length });
};
`,
  "endless.ts": `import { files, server } from "drover";
export default () => {
  files.file({ path: "before_endless" });
  server.shell({ commands: "sleep 1000", _timeout: 0.5 });
  files.file({ path: "after_endless" });
};
`,
  "secret.ts": `import { files, secret, server } from "drover";
const password = secret("canary-4711");
export default async (host) => {
  await host.fact(files.File, { path: "/tmp/" + password });
  const shell = server.shell({ commands: "echo " + password + "; false", _ignoreErrors: true });
  if ((await shell).ok) throw new Error(password);
  server.shell({ commands: "echo '" + password + "' | base64 | base64 -d" });
};
`,
  "control.ts": `import { server } from "drover";
export default () => {
  server.shell({ name: "a \\x1b]0;title\\x07 name", commands: "printf '\\\\033[31mred\\\\007\\\\n'; exit 1" });
};
`,
};

Deno.test("the program tells by its exit code how it went, and keeps stdout for results", async (t) => {
  await using project = await startProject(SCRIPTS);
  await t.step("3 for a plan with changes, which changes nothing", async () => {
    const { code, stdout, stderr } = await project.drover(["@local", "change.ts", "--dry"]);
    strictEqual(code, 3, stderr);
    strictEqual(stdout, "");
    match(stderr, /files\.file \(made\) +1 \(@local\)/);
    strictEqual(await project.read("made"), undefined);
  });
  await t.step("2 where nobody can be asked", async () => {
    const { code, stderr } = await project.drover(["@local", "change.ts"]);
    strictEqual(code, 2);
    match(stderr, /Not applied: there is no terminal to ask on\nUse -y/);
    strictEqual(await project.read("made"), undefined);
  });
  await t.step("0 when it is done, and 0 when there is nothing to do", async () => {
    const first = await project.drover(["@local", "change.ts"], { env: { DROVER_YES: "1" } });
    strictEqual(first.code, 0, first.stderr);
    strictEqual(first.stdout, "");
    strictEqual(await project.read("made"), "");
    const second = await project.drover(["@local", "change.ts", "--dry"]);
    strictEqual(second.code, 0, second.stderr);
    match(second.stderr, /No changes/);
  });
  await t.step("1 for a command that fails, with what it printed; what follows is left", async () => {
    const { code, stdout, stderr } = await project.drover(["@local", "fails.ts", "-y"]);
    strictEqual(code, 1);
    strictEqual(stdout, "");
    match(stderr, /out of luck/);
    match(stderr, /exit code 3/);
    match(stderr, /\[@local\] failed in server\.shell/);
    strictEqual(await project.read("after_failure"), undefined);
  });
  await t.step("1 for a script that throws, with its place and no report of a defect", async () => {
    const { code, stderr } = await project.drover(["@local", "throws.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /TypeError: Cannot read properties of undefined \(reading 'there'\)\n +at .*\/throws\.ts:2:21\n/);
    ok(!/defect|Drover itself failed|No changes\n/.test(stderr), stderr);
  });
  await t.step("1 for a script whose timer throws; the run ends in order", async () => {
    const { code, stderr } = await project.drover(["@local", "throws_later.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /Error: from a timer\nat .*\/throws_later\.ts:3:28\n/);
    match(stderr, /Disconnecting from hosts/);
    strictEqual(await project.read("after_timer"), undefined);
  });
  await t.step("1 for a rejection of the script's top level that nobody awaits", async () => {
    const { code, stderr } = await project.drover(["@local", "floating.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /Error: not awaited\nat .*\/floating\.ts:2:16\n/);
    strictEqual(await project.read("after_floating"), undefined);
  });
  await t.step("1 for bytes that are no text where text is read", async () => {
    const { code, stderr } = await project.drover(["@local", "binary.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /Cannot read stdout of server\.shell .*no UTF-8\n +at .*\/binary\.ts:3:\d+\n/);
    match(stderr, /base64/);
  });
  await t.step("1 for 100 MB where they are read, with what was done", async () => {
    const { code, stderr } = await project.drover(["@local", "huge.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /it printed 100000000 bytes, of which \d+ were kept/);
    match(stderr, /Grand total +1 +1 /);
  });
  await t.step("1 for a command that never ends, with what was done", async () => {
    const { code, stderr } = await project.drover(["@local", "endless.ts", "-y"]);
    strictEqual(code, 1);
    match(stderr, /did not end within 0\.5 s/);
    match(stderr, /_timeout/);
    match(stderr, /files\.file \(before_endless\) +1 +1 /);
    strictEqual(await project.read("after_endless"), undefined);
  });
  await t.step("secrets are masked everywhere", async () => {
    for (const options of [["-vvv", "--debug", "--debug-facts"], ["--json"], ["--debug-operations"]]) {
      const { stdout, stderr } = await project.drover(["@local", "secret.ts", "-y", ...options]);
      ok(!`${stdout}${stderr}`.includes("canary"), `${options}: ${stdout}${stderr}`);
      ok(`${stdout}${stderr}`.includes("***"), `${options}: nothing was masked: ${stdout}${stderr}`);
    }
  });
  await t.step("control characters are shown and not obeyed", async () => {
    for (const options of [[], ["-vvv"], ["--no-plan", "-vv"]]) {
      const { stderr } = await project.drover(["@local", "control.ts", "-y", ...options]);
      ok(!/[\x00-\x08\x0b-\x1f\x7f]/.test(stderr), JSON.stringify(stderr));
      ok(stderr.includes("\\x1b[31mred\\x07"), stderr);
    }
  });
});

Deno.test("--json prints one event a line", async () => {
  await using project = await startProject(SCRIPTS);
  const events = async (...args: string[]) => {
    const { stdout, stderr, code } = await project.drover(["@local", ...args, "--json"]);
    strictEqual(stderr, "");
    ok(stdout.endsWith("\n"));
    return { code, events: stdout.trimEnd().split("\n").map((line) => JSON.parse(line)) };
  };
  const plan = await events("change.ts");
  strictEqual(plan.code, 3, "without -y it is the plan alone");
  const [planned] = plan.events.find(({ type }) => type === "plan").plan.operations;
  deepStrictEqual(planned.hosts["@local"].outcome, "change");
  strictEqual(await project.read("made"), undefined);

  const run = await events("change.ts", "-y");
  strictEqual(run.code, 0);
  const { results } = run.events.find(({ type }) => type === "results");
  strictEqual(results.hosts["@local"].state, "ok");
  strictEqual(results.operations[0].hosts["@local"], "changed");

  const failed = await events("fails.ts", "-y");
  strictEqual(failed.code, 1);
  const { error } = failed.events.find(({ type }) => type === "host.failed");
  strictEqual(error.code, "operation");
  strictEqual(error.host, "@local");
});
