import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { inspectAll, inspectOne, parseInspected } from "./inspection.ts";

Deno.test("what was inspected is read as a list, as one object and as one on each line", () => {
  const expected = [{ Id: "a", Env: ["A=b\nc"] }, { Id: "b" }];
  deepStrictEqual(parseInspected(JSON.stringify(expected, null, 4).split("\n")), expected);
  deepStrictEqual(parseInspected(expected.map((one) => JSON.stringify(one))), expected);
  deepStrictEqual(parseInspected(['{"hello":', '"world"}']), [{ hello: "world" }]);
  deepStrictEqual([[], [""], ["[]"], ["null"]].map(parseInspected), [[], [], [], []]);
});

Deno.test("a thing that was listed twice comes once", () => {
  deepStrictEqual(parseInspected(['[{"Id": "a"}, {"Id": "a"}, {"Id": "b"}]']), [{ Id: "a" }, { Id: "b" }]);
});

Deno.test("any list of objects is read again, and anything else is an error that quotes it", () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue()).map((one) => JSON.parse(JSON.stringify(one)));
  const things = fc.array(object).map((list) => list.map((one, index) => ({ ...one, Id: `i${index}` })));
  fc.assert(fc.property(things, (list) => {
    deepStrictEqual(parseInspected(list.map((one) => JSON.stringify(one))), list);
    deepStrictEqual(parseInspected([JSON.stringify(list)]), list);
  }));
  fc.assert(fc.property(fc.array(fc.string()), (lines) => {
    try {
      parseInspected(lines);
    } catch (error) {
      deepStrictEqual(/^expected objects in JSON, found "/.test((error as Error).message), true);
    }
  }));
  throws(() => parseInspected(["Cannot connect to the daemon"]), /found "Cannot connect to the daemon"/);
  throws(() => parseInspected(["[[]]"]), /expected objects/);
});

Deno.test("ids are quoted, and nothing that comes from the host is expanded", () => {
  deepStrictEqual(inspectOne("docker", "image", "it's").text.includes(`docker image inspect 'it'"'"'s'`), true);
  deepStrictEqual(inspectAll("podman", "pod").text.startsWith("(set -f; ids=$(podman pod ls -q)"), true);
});
