import { deepStrictEqual } from "node:assert/strict";
import { FactError } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import { deviationOf } from "./deviations.ts";
import type { Subject } from "./outcome.ts";

function rule(ours: string, expected: Json, found: unknown, output: string[] = []): string | undefined {
  const subject: Subject = { kind: "fact", theirs: ours, ours, args: {}, facts: {}, platforms: [] };
  return deviationOf({ ...subject, about: "result", expected, found, output })?.name;
}

Deno.test("one thing stands for a list of one, and nothing for an empty list", () => {
  const name = "one object for one thing";
  deepStrictEqual(rule("docker.DockerImage", [{ Id: "a" }], { Id: "a" }), name);
  deepStrictEqual(rule("docker.DockerImage", [], null), name);
  deepStrictEqual(rule("docker.DockerImage", [{ Id: "a" }], { Id: "b" }), undefined);
  deepStrictEqual(rule("docker.DockerImage", [{ Id: "a" }, { Id: "b" }], { Id: "a" }), undefined);
  deepStrictEqual(rule("docker.DockerImage", [{ Id: "a" }], null), undefined);
});

Deno.test("a list stands for one object or for repeated ones", () => {
  const name = "a list for all things";
  deepStrictEqual(rule("docker.DockerImages", { Id: "a" }, [{ Id: "a" }]), name);
  deepStrictEqual(rule("docker.DockerImages", [{ Id: "a" }, { Id: "a" }], [{ Id: "a" }]), name);
  deepStrictEqual(rule("docker.DockerImages", [{ Id: "a" }, { Id: "b" }], [{ Id: "a" }]), undefined);
  deepStrictEqual(rule("docker.DockerImages", { Id: "a" }, new FactError("x")), undefined);
});

Deno.test("parts of an inspection may have other keys, not other values", () => {
  const name = "parts of an inspection";
  deepStrictEqual(rule("docker.DockerContainerEnvs", { c: ["A=b=c"] }, { c1: { A: "b=c" } }), name);
  deepStrictEqual(rule("docker.DockerNetworkLabels", { c: null }, { c: {} }), name);
  deepStrictEqual(rule("docker.DockerContainerEnvs", { c: ["A=b"] }, { c: { A: "c" } }), undefined);
  deepStrictEqual(rule("docker.DockerContainerEnvs", { c: ["A=b"] }, {}), undefined);
});

Deno.test("rows may have other names, not other texts; an error only explains what is no JSON", () => {
  const changes = [{ path: "/a", kind: "A" }];
  deepStrictEqual(rule("docker.DockerContainerFsChanges", [["A", "/a"]], changes), "fields under docker's names");
  deepStrictEqual(rule("docker.DockerContainerFsChanges", [["C", "/a"]], changes), undefined);
  const error = new FactError("x");
  deepStrictEqual(rule("docker.DockerImageLayers", { a: ["b"] }, error, ["a b"]), "another output is asked for");
  deepStrictEqual(rule("docker.DockerImageLayers", { a: ["b"] }, error, ['[{"Id": "a"}]']), undefined);
});

Deno.test("accounts and grants may be more, not fewer or others", () => {
  const root = { privileges: [] };
  const accounts = { "root@localhost": root, "@localhost": root, "role@": root };
  deepStrictEqual(rule("mysql.MysqlUsers", { "root@localhost": root }, accounts), "anonymous accounts and roles");
  deepStrictEqual(rule("mysql.MysqlUsers", { "root@%": root }, accounts), undefined);
  const grants = { "*.*": ["USAGE"], "`a-b`.*": ["SELECT"], "`a\\_b`.*": ["DROP"] };
  const expected = { "*.*": ["set:", "USAGE"], "`a\\\\_b`.*": ["DROP"] };
  deepStrictEqual(rule("mysql.MysqlUserGrants", expected, grants), "all grants, without escapes");
  deepStrictEqual(rule("mysql.MysqlUserGrants", { "*.*": ["SELECT"] }, grants), undefined);
});

Deno.test("columns may have other types, not other values", () => {
  const name = "columns in their types";
  deepStrictEqual(rule("postgres.PostgresDatabases", { a: { dba: "10", x: "t" } }, { a: { dba: 10, x: true } }), name);
  deepStrictEqual(rule("postgres.PostgresDatabases", { a: { dba: "10" } }, { a: { dba: 11 } }), undefined);
});
