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
