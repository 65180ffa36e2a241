import { match, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

const SCRIPT = `import { fact, files, operation, sh, upload, z } from "drover";
const Good = fact({ name: "Good", args: () => z.object({ path: z.string() }), command: ({ path }) => sh\`echo \${path}\`, process: ([line]) => line ?? "" });
const Bad = fact({ name: "Bad", command: (() => "echo x") as never, process: (lines) => lines });
export const note = operation({ name: "note", args: () => z.object({ dest: z.string() }) }, async function* ({ dest }, host) {
  const said = await host.fact(Good, { path: dest });
  const now = await host.fact(files.FileContents, { path: dest });
  if (now?.join() === said) return host.noop("said already");
  yield upload(said + "\\n", dest, { mode: "640" });
});
const broken = operation({ name: "broken", args: () => z.object({}) }, async function* () {
  yield "rm -rf /" as never;
});
export default async (host) => {
  if (host.data.what === "fact") await host.fact(Bad);
  else if (host.data.what === "operation") broken();
  else note({ dest: host.data.dest });
};
`;

Deno.test("a script's own facts and operations work like the built-in ones", async () => {
  await using project = await startProject({ "deploy.ts": SCRIPT });
  const dest = project.path("it's a note");
  const run = (...more: string[]) => project.drover(["@local", "deploy.ts", "--data", `dest=${dest}`, ...more]);
  strictEqual((await run("--dry")).code, 3);
  strictEqual((await run("-y")).code, 0);
  strictEqual(await project.read("it's a note"), `${dest}\n`);
  strictEqual((await run("--dry")).code, 0);
});

Deno.test("a fact or an operation without a command says what to write", async () => {
  await using project = await startProject({ "deploy.ts": SCRIPT });
  const fact = await project.drover(["@local", "deploy.ts", "--data", "what=fact", "--dry"]);
  match(fact.stderr, /command of the fact Bad is no command but "echo x"/);
  match(fact.stderr, /sh`…`/);
  const operation = await project.drover(["@local", "deploy.ts", "--data", "what=operation", "--dry"]);
  match(operation.stderr, /broken yielded "rm -rf \/", which is no command/);
});
