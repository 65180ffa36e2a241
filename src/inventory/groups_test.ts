import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { type GroupNode, groupTree } from "./groups.ts";

const node = (name: string, hosts: string[] = [], children: string[] = []): GroupNode => ({
  name,
  hosts,
  children,
  place: "inventory.yml:3:5",
});

Deno.test("a group holds the hosts of its children and of theirs, and comes before them", () => {
  const tree = groupTree([
    node("web", ["w1"]),
    node("db", ["d1"]),
    node("site", ["s1"], ["web"]),
    node("world", [], ["site", "db"]),
  ]);
  deepStrictEqual(tree.map(({ name, hosts }) => [name, [...hosts]]), [
    ["world", ["s1", "w1", "d1"]],
    ["site", ["s1", "w1"]],
    ["web", ["w1"]],
    ["db", ["d1"]],
  ]);
});

Deno.test("groups that have nothing to do with each other keep their order", () => {
  deepStrictEqual(groupTree([node("c"), node("a"), node("b")]).map(({ name }) => name), ["c", "a", "b"]);
});

Deno.test("an unknown child is an error with its place and the nearest name", () => {
  throws(
    () => groupTree([node("web"), node("world", [], ["wbe"])]),
    /^DroverError: inventory\.yml:3:5: .*"wbe".*did you mean "web"\?/,
  );
});

Deno.test("groups that contain each other are an error that shows the way round", () => {
  throws(() => groupTree([node("top", [], ["a"]), node("a", [], ["b"]), node("b", [], ["a"])]), /a > b > a/);
  throws(() => groupTree([node("a", [], ["a"])]), /a > a/);
});

Deno.test("for any groups without cycles: parents come before children and hold their hosts", () => {
  const graph = fc.array(fc.array(fc.nat(8), { maxLength: 3 }), { minLength: 1, maxLength: 9 }).chain((edges) => {
    // Children only have greater numbers: no cycle. The order of declaration is any.
    const nodes = edges.map((children, index) =>
      node(
        `g${index}`,
        [`h${index}`],
        [...new Set(children)].filter((child) => child > index && child < edges.length).map((child) => `g${child}`),
      )
    );
    return fc.shuffledSubarray(nodes, { minLength: nodes.length });
  });
  fc.assert(fc.property(graph, (nodes) => {
    const tree = groupTree(nodes);
    const position = new Map(tree.map(({ name }, index) => [name, index]));
    const hosts = new Map(tree.map((group) => [group.name, group.hosts]));
    for (const { name, children } of nodes) {
      for (const child of children) {
        ok(position.get(name)! < position.get(child)!);
        ok(hosts.get(child)!.isSubsetOf(hosts.get(name)!));
      }
    }
  }));
});
