import { deepStrictEqual } from "node:assert/strict";
import { factValue, plainValue, pythonText } from "./values.ts";

Deno.test("plainValue resolves dates, paths and sets", () => {
  deepStrictEqual(plainValue("datetime:2015-01-01T00:00:00"), new Date("2015-01-01T00:00:00Z"));
  deepStrictEqual(plainValue({ a: ["set:", "path:x y"], b: "datetimes" }), { a: ["x y"], b: "datetimes" });
});

Deno.test("factValue renames fields and writes modes as digits", () => {
  deepStrictEqual(
    factValue("files.Link", { link_target: "/a_b", mode: 644 }, null),
    { linkTarget: "/a_b", mode: "644" },
  );
  deepStrictEqual(factValue("snap.SnapPackage", { "snap-id": "x" }, {}), { snapId: "x" });
});

Deno.test("factValue leaves names of packages, users and services alone", () => {
  deepStrictEqual(factValue("deb.DebPackages", { lib_a: ["1"] }, {}), { lib_a: ["1"] });
  deepStrictEqual(
    factValue("mysql.MysqlUsers", { "some_user@localhost": { max_updates: 1 } }, {}),
    { "some_user@localhost": { maxUpdates: 1 } },
  );
});

Deno.test("factValue gives package versions as lists of strings", () => {
  deepStrictEqual(factValue("brew.BrewPackages", { php: "1", git: [1], gem: true }, {}), {
    php: ["1"],
    git: ["1"],
    gem: [],
  });
});

Deno.test("factValue takes true for a file that exists, and an empty map for an empty list", () => {
  deepStrictEqual(factValue("files.File", true, null), {});
  deepStrictEqual(factValue("files.File", false, null), false);
  deepStrictEqual(factValue("server.Groups", {}, []), []);
  deepStrictEqual(factValue("bsdinit.RcdStatus", { nginx: true }, {}), { nginx: true });
});

Deno.test("pythonText prints as Python does", () => {
  deepStrictEqual([true, false, null, undefined, 5, "a", ["a", 1]].map((value) => pythonText(value)), [
    "True",
    "False",
    "None",
    "None",
    "5",
    "a",
    "['a', 1]",
  ]);
});

Deno.test("factValue leaves the fields of containers alone, and gives the one thing of a list of one", () => {
  deepStrictEqual(factValue("docker.DockerContainer", [{ Id: "a", some_key: 1 }], null), { Id: "a", some_key: 1 });
  deepStrictEqual(factValue("docker.DockerContainer", [], null), null);
  deepStrictEqual(factValue("lxd.LxdContainers", [{ status_code: 103 }], []), [{ status_code: 103 }]);
});
