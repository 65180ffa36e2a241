import { deepStrictEqual, match, rejects, throws } from "node:assert/strict";
import { parseSpec } from "./parse.ts";
import { readYaml } from "./read.ts";

const parse = (value: unknown) => parseSpec({ value, locate: () => "inventory.ts" });

async function parseYaml(text: string) {
  const path = await Deno.makeTempFile({ suffix: ".yml" });
  try {
    await Deno.writeTextFile(path, text);
    return parseSpec(await readYaml(path, "inventory.yml"));
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("all forms of hosts and groups become one", () => {
  const [all, web, lb] = parse({
    data: { env: "test" },
    hosts: ["bastion"],
    groups: {
      web: { hosts: ["w1", ["w2", { weight: 2 }], { name: "w3", data: { weight: 3 } }], children: ["lb"] },
      lb: ["l1", "l1"],
      all: { data: { ntp: "pool" } },
    },
  });
  deepStrictEqual(all?.data, { env: "test", ntp: "pool" });
  deepStrictEqual(all?.hosts, [{ reference: "bastion", data: {} }]);
  deepStrictEqual(web?.hosts.map(({ reference, data }) => [reference, data.weight]), [["w1", undefined], ["w2", 2], [
    "w3",
    3,
  ]]);
  deepStrictEqual([web?.children, lb?.hosts.length], [["lb"], 1]);
});

Deno.test("YAML has the same shape, with anchors, merge keys and empty groups", async () => {
  const [all, web, db] = await parseYaml(`
data: { base: &base { a: 1 } }
groups:
  web:
    hosts: [w1, [w2, { weight: 2 }]]
    data: { <<: *base, b: 2 }
  db:
`);
  deepStrictEqual([all?.data, web?.data, db?.hosts], [{ base: { a: 1 } }, { a: 1, b: 2 }, []]);
  deepStrictEqual(web?.hosts.at(1), { reference: "w2", data: { weight: 2 } });
  match(web?.place ?? "", /^inventory\.yml:4:3$/);
});

Deno.test("every mistake is told with its line, its way and the nearest right name", async () => {
  const text = `grups: {}
groups:
  web:
    host: [w1]
    data: 5
  db:
    hosts:
      - d1
      - { nam: d2 }
      - [d1, { role: primary }]
      - -oProxyCommand=reboot
    children: [7]
  all:
    children: [web]
`;
  await rejects(parseYaml(text), (error: Error) => {
    deepStrictEqual(error.message.split("\n"), [
      "The inventory is not right:",
      'inventory.yml:1:1: grups: no key "grups"; did you mean "groups"?',
      'inventory.yml:4:5: groups.web.host: no key "host"; did you mean "hosts"?',
      "inventory.yml:5:5: groups.web.data: expected an object, found 5",
      'inventory.yml:9:11: groups.db.hosts.1.nam: no key "nam"; did you mean "name"?',
      "inventory.yml:9:9: groups.db.hosts.1: expected the name of a host, found nothing",
      'inventory.yml:10:9: groups.db.hosts.2: host "d1" is here twice with different data',
      'inventory.yml:11:9: groups.db.hosts.3: "-oProxyCommand=reboot" cannot be the name of a host',
      "inventory.yml:12:16: groups.db.children.0: expected the name of a group, found 7",
      'inventory.yml:14:5: groups.all.children: "all" holds every host and has no children',
    ]);
    return true;
  });
});

Deno.test("text that is not YAML is an error with line and column", async () => {
  await rejects(parseYaml("groups:\n  web: [w1\n  db: x\n"), /^DroverError: inventory\.yml:3:\d+: not valid YAML/);
  await rejects(
    parseYaml("groups: {}\ngroups: {}\n"),
    /^DroverError: inventory\.yml:2:1: not valid YAML: Map keys must be unique/,
  );
});

Deno.test("an inventory that is no object is an error", () => {
  throws(() => parse(["w1"]), /inventory\.ts: expected an object with groups, hosts or data, found a list/);
  throws(() => parse({ groups: { web: new Date(0) } }), /groups\.web: expected a list of hosts or an object/);
});
