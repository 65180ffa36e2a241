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

const RIGHT = `import { apt, attempt, deploy, fact, files, handler, operation, server, sh, z } from "drover";
import { connector, spawnFor } from "drover/connectors";
import ssh from "drover/connectors/ssh";
import { given, plan } from "drover/testing";
const Lines = fact({
  name: "Lines",
  args: () => z.object({ path: z.string() }),
  command: ({ path }) => sh\`wc -l <\${path}\`,
  process: ([line]) => Number(line),
  default: () => 0,
});
const note = operation(
  { name: "note", args: () => z.object({ text: z.string(), times: z.number().default(1) }) },
  async function* ({ text, times }, host) {
    const count: number = await host.fact(Lines, { path: "/etc/motd" });
    yield sh\`echo \${text} \${times + count}\`;
  },
);
const reload = handler("Reload", () => void server.shell({ commands: ["nginx -t"] }));
export const jail = connector({
  name: "jail",
  connect: (host, context) =>
    Promise.resolve({ spawn: (argv, options) => spawnFor(context)(["jexec", host.name, ...argv], options) }),
});
export const planned = plan(files.directory, { path: "/srv" }, [given(files.Directory, { path: "/srv" }, null)]);
export const place = [import.meta.dirname, ssh.name];
export default deploy("Web", { data: z.object({ port: z.number().default(8080) }) }, async (host) => {
  const port: number = host.data.port;
  const { family } = await host.fact(server.LinuxDistribution);
  if (family === "debian") apt.packages({ packages: "nginx", update: true, cacheTime: 3600, _sudo: true });
  const site = files.template({ src: "x.eta", dest: "/x", data: { port }, mode: "644", _notify: reload });
  note({ text: "hi", _if: site.didChange });
  await attempt("try", { block: () => void server.user({ user: "a" }), rescue: () => {} });
  if (await site.changed) server.shell({ commands: "true" });
});
`;

/** Each line but the first and the last has a mistake. */
const WRONG =
  `import { apt, deploy, files, server, z } from "drover"; export default deploy("Web", { data: z.object({ port: z.number() }) }, async (host) => {
  const port: string = host.data.port; void port;
  (await host.fact(server.LinuxDistribution)).familly;
  apt.packages({ packages: [5] });
  apt.packages({ packges: ["nginx"] });
  files.file({ path: "/x", mode: true });
  files.put({ src: "x", dest: "/x", _sudoo: true });
  if (files.file({ path: "/x" }).didChange) server.shell({ commands: "true" });
  await host.fact(files.File, { pth: "/x" });
  server.user({ usr: "x" });
});
`;

Deno.test("editors find the types of a new project, and mistakes in its scripts", async (t) => {
  await using project = await startProject();
  const { code, stderr } = await project.drover(["init"]);
  strictEqual(code, 0, stderr);
  await project.write({ "right.ts": RIGHT, "wrong.ts": WRONG });
  const deno = async (...args: string[]) => {
    const env = { NO_COLOR: "1" };
    const ended = await new Deno.Command(Deno.execPath(), { args, cwd: project.folder, env }).output();
    return new TextDecoder().decode(ended.stdout) + new TextDecoder().decode(ended.stderr);
  };
  const expected = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((line) => `wrong.ts:${line}`);

  await t.step("with Deno", async () => {
    const said = await deno("check", "deploy.ts", "inventory.ts", "right.ts", "wrong.ts");
    const places = said.matchAll(/^ {4}at file:.*\/(\w+\.ts:\d+):\d+$/gm);
    deepStrictEqual([...places].map(([, place]) => place), expected, said);
  });
  await t.step({
    name: "without Deno, from an executable",
    ignore: Deno.env.get("DROVER_BINARY") === undefined,
    fn: async () => {
      const options = ["--allow-all", "--no-lock", "--no-config", "--node-modules-dir=none", "--quiet"];
      const said = await deno(
        "run",
        ...options,
        "npm:typescript@7.0.2/tsc",
        "--project",
        project.folder,
        "--pretty",
        "false",
      );
      const places = said.matchAll(/^(\w+\.ts)\((\d+),\d+\): error/gm);
      deepStrictEqual([...places].map(([, file, line]) => `${file}:${line}`), expected, said);
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
