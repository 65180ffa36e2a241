import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { bedTest, startSshd } from "../bed/mod.ts";
import { inventoryOf } from "./hosts.ts";
import { startProject } from "./program.ts";

Deno.test("fact prints values as JSON", async () => {
  await using project = await startProject({ "here.txt": "a\nb\n" });
  const path = project.path("here.txt");
  const { code, stdout, stderr } = await project.drover([
    "@local",
    "fact",
    "files.FileContents",
    `path=${path}`,
    "files.FileContents",
    "path=/nowhere",
    "server.Which",
    "sh",
  ]);
  strictEqual(code, 0, stderr);
  strictEqual(stderr, "");
  const values = JSON.parse(stdout);
  deepStrictEqual(values[`files.FileContents path=${path}`], { "@local": ["a", "b"] });
  deepStrictEqual(values["files.FileContents path=/nowhere"], { "@local": null });
  match(values["server.Which sh"]["@local"], /^\/.*sh$/);
});

Deno.test("exec prints what the command prints", async (t) => {
  await using project = await startProject();
  await t.step("stdout and stderr as they are", async () => {
    const ended = await project.drover(["@local", "exec", "--", "printf '\\033[31mred\\n'; echo other >&2"]);
    deepStrictEqual(ended, { code: 0, stdout: "\x1b[31mred\n", stderr: "other\n" });
  });
  await t.step("several words are a program and its arguments, also those that look like options", async () => {
    const ended = await project.drover(["@local", "exec", "--", "printf", "%s|", "a b", "$HOME", "--dry", "-y"]);
    deepStrictEqual(ended, { code: 0, stdout: "a b|$HOME|--dry|-y|", stderr: "" });
  });
  await t.step("a failure is the exit code 1, and its own is named", async () => {
    const { code, stdout, stderr } = await project.drover(["@local", "exec", "--", "echo so far; exit 7"]);
    strictEqual(code, 1);
    strictEqual(stdout, "so far\n");
    match(stderr, /^\[@local\] .*exit code 7\n$/);
  });
  await t.step("a terminal gets no control characters of the host", async () => {
    const { stdout } = await project.onTerminal(["@local", "exec", "--", "printf '\\033[31mred\\n'"], "");
    ok(stdout.includes("\\x1b[31mred"), stdout);
    ok(!stdout.includes("\x1b[31mred"), stdout);
  });
});

bedTest("fact and exec name the hosts where there are several", async (t) => {
  await using server = await startSshd({ users: false });
  await using project = await startProject();
  await project.write({ "inventory.ts": inventoryOf(server, { web: ["web1", "web2"] }) });
  await t.step("exec", async () => {
    const { code, stdout, stderr } = await project.drover([
      "inventory.ts",
      "exec",
      "--",
      "echo out; echo; printf end; echo err >&2",
    ]);
    strictEqual(code, 0, stderr);
    deepStrictEqual(
      stdout.split("\n").filter((line) => line.startsWith("[web1]")),
      ["[web1] out", "[web1] ", "[web1] end"],
      "whole lines, also the last one, which has no end",
    );
    match(stderr, /^\[web2\] err$/m);
  });
  await t.step("exec with a failure", async () => {
    const { code, stderr } = await project.drover(["inventory.ts", "exec", "--", "false"]);
    strictEqual(code, 1);
    match(stderr, /\[web1\] .*exit code 1\n/);
    match(stderr, /\[web2\] .*exit code 1\n/);
  });
  await t.step("fact", async () => {
    const { code, stdout, stderr } = await project.drover(["inventory.ts", "fact", "server.User"]);
    strictEqual(code, 0, stderr);
    deepStrictEqual(JSON.parse(stdout), { "server.User": { web1: "root", web2: "root" } });
  });
});
