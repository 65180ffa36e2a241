/** The manifests of docs/scale.md: their commands are run as the engines run them, with the variables that these set. @module */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { parse } from "yaml";
import { bedTest, startSshd } from "../bed/mod.ts";
import { inventoryOf } from "./hosts.ts";
import { PROGRAM, type Project, startProject } from "./program.ts";

const HOSTS = ["web1", "web2", "web3", "web4", "db1", "db2"];

/** The blocks of code below a heading. */
async function blocksBelow(heading: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL("../../docs/scale.md", import.meta.url));
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`))!;
  return [...section.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, code]) => code!);
}

/** Runs a command of a manifest for each set of variables, then merges the results; the hosts that were reached. */
async function runShards(
  project: Project,
  argv: readonly string[],
  environments: readonly Readonly<Record<string, string>>[],
  merge = "drover results merge results/*.json",
): Promise<string[]> {
  await project.write({ log: "" });
  const run = async (argv: readonly string[], env: Readonly<Record<string, string>>) => {
    const [program, ...args] = argv;
    const path = `${project.path("bin")}:${Deno.env.get("PATH")}`;
    const cache = Deno.env.get("DENO_DIR");
    const { code, stdout, stderr } = await new Deno.Command(program!, {
      args,
      cwd: project.folder,
      env: { ...env, PATH: path, ...cache ? { DENO_DIR: cache } : {}, XDG_STATE_HOME: project.path(".state") },
    }).output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  await Promise.all(environments.map((env) => run(argv, env)));
  const merged = await run(["sh", "-c", merge], {});
  match(merged, /^ +log +6 +6 +- +-$/m);
  return (await project.read("log"))!.split("\n").slice(0, -1).sort();
}

bedTest("the manifests of docs/scale.md run every host once", async (t) => {
  await using server = await startSshd({ users: false });
  await using project = await startProject();
  const quoted = PROGRAM.map((word) => `'${word}'`).join(" ");
  await project.write({
    "inventory.ts": inventoryOf(server, { all: HOSTS }),
    "deploy.ts": `import { server } from "drover";
export default (host) => void server.shell({ name: "log", commands: "echo " + host.name + " >> ${project.folder}/log" });
`,
    "bin/drover": `#!/bin/sh\nexec ${quoted} "$@"\n`,
    "results/.keep": "",
  });
  await Deno.chmod(project.path("bin/drover"), 0o755);
  const all = [...HOSTS].sort();
  const shared = { SHARDS: "2", RESULTS: project.path("results") };

  await t.step("Kubernetes", async () => {
    const [manifest] = await blocksBelow("Kubernetes");
    const { spec } = parse(manifest!);
    const { command, args, env } = spec.template.spec.containers[0];
    const variables = Object.fromEntries(env.map(({ name, value }: Record<string, string>) => [name, value]));
    deepStrictEqual([variables.SHARDS, spec.parallelism], [String(spec.completions), spec.completions]);
    deepStrictEqual(Object.keys(variables).sort(), Object.keys(shared).sort());
    const environments = ["0", "1"].map((index) => ({ ...shared, JOB_COMPLETION_INDEX: index }));
    deepStrictEqual(await runShards(project, [...command, ...args], environments), all);
  });
  await t.step("Nomad", async () => {
    const [manifest] = await blocksBelow("Nomad");
    const [, command] = /command = "(.*)"/.exec(manifest!)!;
    const args = JSON.parse(/args += (\[.*\])/.exec(manifest!)![1]!);
    strictEqual(/count = (\d+)/.exec(manifest!)![1], /SHARDS += "(\d+)"/.exec(manifest!)![1]);
    const environments = ["0", "1"].map((index) => ({ ...shared, NOMAD_ALLOC_INDEX: index }));
    deepStrictEqual(await runShards(project, [command!, ...args], environments), all);
  });
  await t.step("GitHub Actions", async () => {
    const [manifest] = await blocksBelow("GitHub Actions");
    const { jobs: { apply, results } } = parse(manifest!);
    const commandOf = ({ steps }: { steps: { name?: string; run?: string }[] }, name: string) =>
      steps.find((step) => step.name === name)!.run!;
    strictEqual(apply.env.SHARD, "${{ matrix.shard }}");
    const environments = apply.strategy.matrix.shard.map((shard: number) => ({ SHARD: String(shard) }));
    const argv = ["sh", "-ec", commandOf(apply, "Apply")];
    deepStrictEqual(await runShards(project, argv, environments, commandOf(results, "Merge")), all);
  });
});
