import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { bedTest, startSshd } from "../bed/mod.ts";
import { inventoryOf } from "./hosts.ts";
import { type Ended, startProject } from "./program.ts";

/** Two operations that write their name, their host and its data down, in the order in which they run. */
function logScript(log: string): string {
  return `import { server } from "drover";
export default (host) => {
  for (const step of ["one", "two"]) {
    const line = [step, host.name, host.data.port, "$GREETING"].join(" ");
    server.shell({ name: step, commands: 'echo "' + line + '" >> ${log}' });
  }
};
`;
}

/** The first operation of web1 waits for the second one of web2, which comes only if hosts do not wait for each other. */
function freeScript(log: string): string {
  return `import { server } from "drover";
export default (host) => {
  const waits = host.name === "web1" ? "until grep -q 'two web2' ${log}; do sleep 0.02; done" : "true";
  server.shell({ name: "one", commands: waits, _timeout: 5 });
  server.shell({ name: "two", commands: "echo two " + host.name + " >> ${log}" });
};
`;
}

function scripts(log: string): Record<string, string> {
  return {
    "log.ts": logScript(log),
    "free.ts": freeScript(log),
    "one_at_a_time.ts": `import { server } from "drover";
export default (host) => {
  server.shell({ name: "slow", commands: "echo begin >> ${log}; sleep 0.1; echo end >> ${log}" });
};
`,
    "fails.ts": `import { server } from "drover";
export default (host) => {
  server.shell({ name: "one", commands: host.name === "web1" ? "exit 1" : "true" });
  server.shell({ name: "two", commands: "echo two " + host.name + " >> ${log}" });
};
`,
    "config_file.ts": `export default { env: { GREETING: "hello" } };\n`,
    "more/web.yml": "port: 81\n",
    "sub/log.ts": logScript(log),
    "sub/hosts.yml": "hosts: ['@local']\n",
  };
}

bedTest("options for hosts", async (t) => {
  await using server = await startSshd({ users: false });
  await using project = await startProject();
  await project.write(scripts(project.path("log")));
  await project.write({
    "hosts.ts": inventoryOf(server, { web: ["web1", "web2"], db: ["db1"] }, { port: 80 }),
  });
  const lines = async (...args: string[]): Promise<string[]> => {
    await project.write({ log: "" });
    const { code, stderr } = await project.drover([...args, "-y"]);
    strictEqual(code, 0, stderr);
    return (await project.read("log"))!.trimEnd().split("\n").map((line) => line.trimEnd());
  };
  const hostsOf = (lines: readonly string[]) => [...new Set(lines.map((line) => line.split(" ")[1]))].sort();

  await t.step("by default all hosts do one operation after the other", async () => {
    const steps = (await lines("hosts.ts", "log.ts")).map((line) => line.split(" ")[0]);
    deepStrictEqual(steps, ["one", "one", "one", "two", "two", "two"]);
  });
  await t.step("--serial: one host after the other", async () => {
    const hosts = (await lines("hosts.ts", "log.ts", "--serial")).map((line) => line.split(" ").slice(0, 2).join(" "));
    deepStrictEqual(hosts, ["one web1", "two web1", "one web2", "two web2", "one db1", "two db1"]);
  });
  await t.step("--no-wait: a host does not wait for another", async () => {
    deepStrictEqual((await lines("hosts.ts", "free.ts", "--no-wait", "--limit", "web")).at(0), "two web2");
  });
  await t.step("--parallel: so many hosts at a time", async () => {
    const alternating = ["begin", "end", "begin", "end", "begin", "end"];
    deepStrictEqual(await lines("hosts.ts", "one_at_a_time.ts", "--parallel", "1"), alternating);
  });
  await t.step("--limit: groups, names and patterns", async () => {
    deepStrictEqual(hostsOf(await lines("hosts.ts", "log.ts", "--limit", "db")), ["db1"]);
    deepStrictEqual(hostsOf(await lines("hosts.ts", "log.ts", "--limit", "*1")), ["db1", "web1"]);
    deepStrictEqual(hostsOf(await lines("hosts.ts", "log.ts", "--limit", "db", "--limit", "web2")), ["db1", "web2"]);
  });
  await t.step("--exclude, alone and after --limit", async () => {
    deepStrictEqual(hostsOf(await lines("hosts.ts", "log.ts", "--exclude", "web")), ["db1"]);
    deepStrictEqual(hostsOf(await lines("hosts.ts", "log.ts", "--limit", "web", "--exclude=web1")), ["web2"]);
  });
  await t.step("--data goes over the inventory's", async () => {
    deepStrictEqual(await lines("hosts.ts", "log.ts", "--limit", "db", "--data", "port=8080"), [
      "one db1 8080",
      "two db1 8080",
    ]);
  });
  await t.step("--group-data: further data of groups", async () => {
    const found = await lines("hosts.ts", "log.ts", "--group-data", "more", "--limit", "*1");
    ok(found.includes("one web1 81") && found.includes("one db1 80"), found.join("\n"));
  });
  await t.step("--config: another file of settings", async () => {
    const found = await lines("hosts.ts", "log.ts", "--config", "config_file.ts", "--limit", "db");
    strictEqual(found[0], "one db1 80 hello");
  });
  await t.step("--chdir: everything is looked for there", async () => {
    deepStrictEqual(hostsOf(await lines("hosts.yml", "log.ts", "--chdir", "sub")), ["@local"]);
  });
  await t.step("--fail-percent: too many failures end the run for all", async () => {
    await project.write({ log: "" });
    const strict = await project.drover(["hosts.ts", "fails.ts", "-y", "--fail-percent", "20"]);
    strictEqual(strict.code, 1, strict.stderr);
    match(strict.stderr, /1 of 3 hosts failed, more than 20 %/);
    strictEqual(await project.read("log"), "");
    const patient = await project.drover(["hosts.ts", "fails.ts", "-y", "--fail-percent", "50"]);
    strictEqual(patient.code, 1);
    deepStrictEqual(hostsOf((await project.read("log"))!.trim().split("\n")), ["db1", "web2"]);
  });
  await t.step("--ssh-user, --ssh-port, --ssh-key and their short forms", async () => {
    const { address, port, keyFile } = server;
    const exec = (...options: string[]): Promise<Ended> =>
      project.drover([address, "exec", ...options, "--connect-timeout", "5", "--", "echo $USER $SSH_CONNECTION"]);
    const long = await exec("--ssh-user", "root", "--ssh-port", String(port), "--ssh-key", keyFile);
    match(long.stdout, new RegExp(`^root .* ${port}\n$`), long.stderr);
    const short = await exec("--user=root", `--port=${port}`, `--key=${keyFile}`);
    strictEqual(short.code, 0, short.stderr);
  });
  await t.step("--sudo and --sudo-user", async () => {
    const { stdout, stderr } = await project.drover([
      "hosts.ts",
      "exec",
      "--limit=db",
      "--sudo",
      "--sudo-user=nobody",
      "--",
      "id -un",
    ]);
    strictEqual(stdout, "nobody\n", stderr);
  });
});
