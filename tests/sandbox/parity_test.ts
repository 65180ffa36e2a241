/** A script does the same in the sandbox as without it; the executable runs the same tests. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProject } from "../cli/program.ts";

const SCRIPTS = fileURLToPath(new URL("parity/", import.meta.url));

interface Event {
  readonly type: string;
  readonly plan?: { readonly operations: readonly unknown[]; readonly incomplete: readonly unknown[] };
  readonly [key: string]: unknown;
}

/** What happened, without what differs from run to run. */
function eventsOf(stdout: string): string[] {
  const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as Event);
  const told = events.filter(({ type, text }) =>
    // Facts of scripts are asked for by their commands; which host's name stands for all is a matter of time.
    type !== "fact" && type !== "results" && !String(text).startsWith("@local")
  );
  return told.map((event) => JSON.stringify(event, (key, value) => VARIABLE.has(key) ? undefined : value)).sort();
}

const VARIABLE = new Set(["duration", "time", "roundTrips"]);

Deno.test("a script does the same in the sandbox as without it, in a first run and in a second", async () => {
  const run = async (...more: string[]) => {
    await using project = await startProject({ "inventory.ts": `export default { hosts: ["@cells"] };` });
    const args = ["inventory.ts", join(SCRIPTS, "deploy.ts"), "-y", "--json", ...more];
    const given = ["--connector", `cells=${SCRIPTS}cells.ts`, "--data", `out=${project.path("out")}`];
    const ended = [await project.drover([...args, ...given]), await project.drover([...args, ...given])];
    const files = await Promise.all(["a/page", "b/menu", "c/motd"].map((name) => project.read(`out/${name}`)));
    const events = ended.map(({ stdout }) => eventsOf(stdout.replaceAll(project.folder, "/folder")));
    return { codes: ended.map(({ code }) => code), errors: ended.map(({ stderr }) => stderr), files, events };
  };
  const [plain, sandboxed] = await Promise.all([run(), run("--sandbox")]);
  deepStrictEqual(plain.files, ["x=1 a part 1\n\n", "menu 2 part 2\n\n", "hi none\n"]);
  ok(plain.events[0]!.length > 300 && plain.events[1]!.length > 200, plain.errors.join(""));
  deepStrictEqual(sandboxed, plain);
});

const MISTAKES: Readonly<Record<string, readonly [code: string, expected: RegExp]>> = {
  "an argument": [
    `import { files } from "drover";\nexport default () => {\n  files.file({ pth: "x" });\n};`,
    /did you mean "path"\?\nat .*script\.ts:3:9/,
  ],
  "data": [
    `import { deploy, z } from "drover";\nexport default deploy("D", { data: z.object({ n: z.number() }) }, () => {});`,
    /deploy "D" cannot run with the data of its hosts:\n@local: "n" is missing/,
  ],
  "the top level": [
    `import { server } from "drover";\nserver.shell({ commands: "true" });\nexport default () => {};`,
    /declares operations at its top level: server\.shell\nat .*script\.ts:2:8/,
  ],
  "the syntax": [`export default () => { const x = ; };`, /SyntaxError: .*[\s\S]*script\.ts:1:34/],
  "an exception": [
    `interface Luck { none: 1 }\nexport default () => {\n  throw new Error("no luck");\n};`,
    /Error: no luck\n\s+at .*script\.ts:3:9/,
  ],
  "a file": [
    `import { files } from "drover";\nexport default () => {\n  files.put({ src: "scrip.ts", dest: "/tmp/x" });\n};`,
    /No such file: .*scrip\.ts; did you mean "script\.ts"\?/,
  ],
  "an await": [
    `import { type Host, server } from "drover";
    export default async (host: Host) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const late = () => {
        try {
          server.shell({ commands: "true" });
        } finally {
          resolve();
        }
      };
      host.with({}, () => void setTimeout(late, 1));
      await promise;
    };`,
    /called after its block .* had ended/,
  ],
};

Deno.test("mistakes are told in the same words", async () => {
  const names = Object.keys(MISTAKES);
  const tell = async (name: string) => {
    const [code, expected] = MISTAKES[name]!;
    await using project = await startProject({ "script.ts": code });
    const ended = await Promise.all(
      [[], ["--sandbox"]].map((more) => project.drover(["@local", "script.ts", "-y", ...more])),
    );
    for (const { stderr, code } of ended) {
      match(stderr, expected, name);
      ok(code !== 0, name);
    }
    strictEqual(ended[0]!.code, ended[1]!.code, name);
  };
  for (let start = 0; start < names.length; start += 3) await Promise.all(names.slice(start, start + 3).map(tell));
});

Deno.test("what is not there says so, and what to do", async () => {
  await using project = await startProject({
    "reads.ts": `export default () => {\n  Deno.readTextFileSync("x");\n};`,
    "fetches.ts": `export default async () => {\n  await fetch("https://code.example/");\n};`,
    "calls.ts": `import { call } from "drover";\nexport default () => {\n  call({ name: "x", run: () => 1 });\n};`,
    "fs.ts": `import fs from "node:fs";\nexport default () => void fs.readFileSync("x");`,
    "up/includes.ts": `import { include } from "drover";\nexport default () => include("../reads.ts");`,
  });
  const run = async (script: string) => (await project.drover(["@local", script, "-y", "--sandbox"])).stderr;
  const [reads, fetches, calls, imports, includes] = await Promise.all(
    ["reads.ts", "fetches.ts", "calls.ts", "fs.ts", "up/includes.ts"].map(run),
  );
  match(reads!, /There is no Deno in the sandbox\nat .*reads\.ts:2:3\n.*run it without --sandbox/);
  match(fetches!, /There is no fetch in the sandbox\nat .*fetches\.ts:2:3/);
  match(calls!, /call is not there in the sandbox: .*\nat .*calls\.ts:3:3/);
  match(imports!, /Cannot load node:fs in the sandbox\nat .*fs\.ts:1:1/);
  match(includes!, /must not read .*reads\.ts\nat .*includes\.ts:2:22\n.*below its own folder: .*up\./);
});
