import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startProject } from "./program.ts";

Deno.test("facts gives what a host tells about itself, by host, without what is secret", async () => {
  await using project = await startProject();
  const { code, stdout, stderr } = await project.drover(["@local", "facts", "server", "hardware.Cpus"]);
  strictEqual(code, 0, stderr);
  const { facts, errors } = JSON.parse(stdout)["@local"];
  strictEqual(facts["server.Hostname"], Deno.hostname());
  strictEqual(facts["hardware.Cpus"], navigator.hardwareConcurrency);
  strictEqual("server.Users" in facts, false);
  deepStrictEqual(errors, {});
});

Deno.test("facts refuses what it cannot read, with the right word", async () => {
  await using project = await startProject();
  const needsArguments = await project.drover(["@local", "facts", "files.File"]);
  strictEqual(needsArguments.code, 2);
  match(needsArguments.stderr, /facts cannot read files\.File: it needs arguments/);
  match((await project.drover(["@local", "facts", "sever"])).stderr, /No module "sever"; did you mean "server"\?/);
  match((await project.drover(["@local", "facts"])).stderr, /facts needs all, or names/);
});

Deno.test("facts tells of hosts that cannot be reached, in the order of the inventory", async () => {
  await using project = await startProject();
  const { code, stdout } = await project.drover(["127.0.0.1,@local", "--ssh-port", "1", "facts", "server.Hostname"]);
  strictEqual(code, 1);
  const hosts = JSON.parse(stdout);
  deepStrictEqual(Object.keys(hosts), ["127.0.0.1", "@local"]);
  const { error, ...nothing } = hosts["127.0.0.1"];
  match(error, /^Cannot connect to 127\.0\.0\.1 .*refused/);
  deepStrictEqual(nothing, { facts: {}, errors: {} });
  deepStrictEqual(hosts["@local"], { facts: { "server.Hostname": Deno.hostname() }, errors: {} });
});

Deno.test("what was typed wrongly is named, with what to write", async () => {
  await using project = await startProject();
  const said = async (...words: string[]) => {
    const { code, stdout, stderr } = await project.drover(["@local", ...words]);
    deepStrictEqual([code, stdout], [2, ""]);
    return stderr;
  };
  match(await said("facts", "server", "path=x"), /no arguments: found "path=x"\nUse fact MODULE\.FACT KEY=VALUE/);
  match(await said("fact", "server.Os"), /No fact "server\.Os"; it is called "server\.Kernel"/);
  match(
    await said("fact", "server.Sysctl", "keys=kernel.ostype,kernel.pid_max"),
    /"keys": expected array, found .*\n.* keys='\["kernel\.ostype","kernel\.pid_max"\]' on the command line/,
  );
  match(
    await said("fact", "server.Kernel", "--fact-cache", "10m"),
    /--fact-cache: expected a number, found "10m"\nWrite SECONDS in digits/,
  );
});

Deno.test("digits are text where a fact takes text alone, and numbers where it takes these", async () => {
  await using project = await startProject({ "42": "" });
  const { code, stdout, stderr } = await project.drover(
    [
      "@local",
      "fact",
      "files.FindInFile",
      `path=${project.path("42")}`,
      "pattern=42",
      "server.Port",
      "port=1",
      "server.Home",
    ]
      .concat("user=4294967"),
  );
  deepStrictEqual([code, stderr], [0, ""]);
  deepStrictEqual(Object.values(JSON.parse(stdout)), [{ "@local": [] }, { "@local": [null, null] }, {
    "@local": null,
  }]);
});

Deno.test("--debug-facts shows what was read, and what was known from an earlier run", async () => {
  await using project = await startProject();
  const read = ["@local", "fact", "server.Kernel", "--debug-facts", "--fact-cache", "600"];
  match((await project.drover(read)).stderr, /Fact server\.Kernel \{\}\n/);
  match((await project.drover(read)).stderr, /Fact server\.Kernel \{\} \(known\)/);
});

Deno.test("a cache of facts that cannot be kept is told, and the facts are read", async () => {
  await using project = await startProject({ "no folder": "" });
  const env = { XDG_CACHE_HOME: project.path("no folder") };
  const { code, stdout, stderr } = await project.drover(["@local", "fact", "server.Kernel", "--fact-cache", "9"], {
    env,
  });
  deepStrictEqual([code, Object.values(JSON.parse(stdout))], [0, [{ "@local": "Linux" }]]);
  match(stderr, /Cannot keep facts for later runs: Not a directory .*no folder/);
});

Deno.test("--fact-cache takes facts of earlier runs until Drover changes the host", async () => {
  await using project = await startProject({ "seen.txt": "first\n" });
  const path = project.path("seen.txt");
  const read = async (...more: string[]) => {
    const { stdout, stderr } = await project.drover(["@local", "fact", "files.FileContents", `path=${path}`, ...more]);
    ok(stdout, stderr);
    return Object.values(JSON.parse(stdout))[0] as Record<string, string[]>;
  };
  deepStrictEqual(await read("--fact-cache", "600"), { "@local": ["first"] });
  await project.write({ "seen.txt": "second\n" });
  deepStrictEqual(await read("--fact-cache", "600"), { "@local": ["first"] });
  deepStrictEqual(await read(), { "@local": ["second"] });
  await project.drover(["@local", "files.file", `path=${project.path("new")}`, "-y", "--fact-cache", "600"]);
  deepStrictEqual(await read("--fact-cache", "600"), { "@local": ["second"] });
});
