import { match, ok, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

const SCRIPTS = {
  "change.ts": `import { files } from "drover";
export default () => { files.file({ path: "made" }); };
`,
  "surprise.ts": `import { files, server } from "drover";
export default async () => {
  if ((await server.shell({ commands: "echo yes" }).stdout).includes("yes")) files.file({ path: "made" });
};
`,
};
const END_OF_INPUT = "\x04";

Deno.test({
  name: "on a terminal the program asks",
  // util-linux gives the terminal.
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    await using project = await startProject(SCRIPTS);
    const answer = async (typed: string, script = "change.ts", options: readonly string[] = []) => {
      await Deno.remove(project.path("made")).catch(() => {});
      const { code, stdout } = await project.onTerminal(["@local", script, ...options], typed);
      return { code, shown: stdout, made: await project.read("made") !== undefined };
    };
    await t.step("enter applies", async () => {
      const { code, shown, made } = await answer("\n");
      ok(made, shown);
      strictEqual(code, 0);
      match(shown, /Press enter to execute/);
      match(shown, /\x1b\[1m--> Beginning operation run/, "colours on a terminal");
    });
    await t.step("any other text declines", async () => {
      const { code, shown, made } = await answer("no\n");
      ok(!made, shown);
      strictEqual(code, 3);
      match(shown, /Not applied\./);
    });
    await t.step("the end of the input declines", async () => {
      const { code, shown, made } = await answer(END_OF_INPUT);
      ok(!made, shown);
      strictEqual(code, 3);
      match(shown, /Not applied\./);
    });
    await t.step("nothing is asked with -y and with --dry", async () => {
      for (const option of ["-y", "--dry"]) ok(!/Press enter/.test((await answer("", "change.ts", [option])).shown));
    });
    await t.step("an operation that the plan did not show is asked for", async () => {
      const yes = await answer("\ny\n", "surprise.ts");
      ok(yes.made && /files\.file \(made\).*\[y\/N\]/.test(yes.shown), yes.shown);
      const no = await answer("\nn\n", "surprise.ts");
      ok(!no.made, no.shown);
      strictEqual(no.code, 1);
    });
    await t.step("NO_COLOR and a simple terminal take the colours away", async () => {
      for (const env of [{ NO_COLOR: "1" }, { TERM: "dumb" }] as Record<string, string>[]) {
        const { stdout } = await project.onTerminal(["@local", "change.ts", "--dry"], "", { env });
        match(stdout, /Detected changes/);
        ok(!stdout.includes("\x1b"), JSON.stringify(stdout));
      }
    });
    await t.step("a password is asked for and not shown", async () => {
      const args = ["@local", "exec", "--use-sudo-password", "--", "true"];
      const { code, stdout } = await project.onTerminal(args, "canary-4711\n", { after: "sudo password" });
      strictEqual(code, 0, stdout);
      ok(!stdout.includes("canary"), stdout);
    });
  },
});
