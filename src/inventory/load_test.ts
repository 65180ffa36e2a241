import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { type AnyConnector, connector, type ConnectorContext, z } from "../api/mod.ts";
import { layeredData, lookUp, mergedData } from "./data.ts";
import { loadInventory, type LoadInventoryOptions } from "./load.ts";

const connect = () => Promise.reject(new Error("not in this test"));
const connectors: Record<string, AnyConnector> = {
  vm: connector({ name: "vm", data: z.object({}), connect, makeNamesData: () => [{ name: "w1" }] }),
  ssh: connector({ name: "ssh", data: z.object({}), connect }),
  docker: connector({
    name: "docker",
    data: z.object({}),
    connect,
    makeNamesData: (
      argument,
    ) => [{ name: `@docker/${argument}`, groups: ["@docker"], data: { port: 1, dockerIdentifier: argument } }],
  }),
};

/** Loads an inventory in a folder with these files. */
async function load(files: Record<string, string>, reference: string, options: Partial<LoadInventoryOptions> = {}) {
  const folder = await Deno.makeTempDir();
  const warnings: string[] = [];
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    const inventory = await loadInventory(reference, {
      cwd: folder,
      load: (specifier, referrer) => import(new URL(specifier, referrer).href),
      connectorFor: (name) => Promise.resolve(connectors[name]!),
      connectorContext: { warn: (message: string) => void warnings.push(message) } as ConnectorContext,
      knownConnectors: Object.keys(connectors),
      groupData: [],
      overrides: {},
      limit: [],
      exclude: [],
      ...options,
    });
    const host = (name: string) => inventory.hosts.find((one) => one.name === name)!;
    return { ...inventory, host, warnings, data: (name: string) => mergedData(host(name).data) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const SITE = `export default {
  data: { ssh_user: "ops", level: "all", all: 1 },
  groups: {
    web: { hosts: ["w1", ["w2", { level: "host" }]], data: { level: "web", web: 1 } },
    canary: { hosts: [["w1", { pinned: true }]], data: { canary: 1 } },
    world: { children: ["web", "canary"], data: { level: "world", world: 1 } },
  },
};`;

Deno.test("hosts of a TypeScript inventory have groups and merged data: child over parent, host over group", async () => {
  const { hosts, groups, data, host } = await load({ "site.ts": SITE }, "site.ts");
  deepStrictEqual(hosts.map(({ name, connector, groups }) => [name, connector, groups]), [
    ["w1", "ssh", ["world", "web", "canary"]],
    ["w2", "ssh", ["world", "web"]],
  ]);
  deepStrictEqual(data("w1"), { sshUser: "ops", level: "web", all: 1, world: 1, web: 1, canary: 1, pinned: true });
  strictEqual(data("w2").level, "host");
  deepStrictEqual(groups.get("world"), {
    name: "world",
    hosts: ["w1", "w2"],
    data: { level: "world", world: 1 },
    children: ["web", "canary"],
  });
  deepStrictEqual([...groups.keys()], ["all", "world", "web", "canary"]);
  deepStrictEqual(lookUp(host("w1").data, "pinned")?.layer.source, 'host "w1" in group "canary"');
  strictEqual(layeredData(host("w1").data).data.ssh_user, "ops");
});

Deno.test("of groups that have nothing to do with each other the last one wins, and so does the last data of a host", async () => {
  const { data } = await load({
    "i.yml":
      "groups:\n  a: { hosts: [[h, { own: 1 }]], data: { x: a, own: 0 } }\n  b: { hosts: [[h, { own: 2 }]], data: { x: b } }\n",
  }, "i.yml");
  deepStrictEqual(data("h"), { x: "b", own: 2 });
});

Deno.test("an inventory may be a function, sync or async", async () => {
  const { hosts } = await load(
    { "i.ts": "export default async () => ({ hosts: await Promise.resolve(['a', 'b']) });" },
    "./i.ts",
  );
  deepStrictEqual(hosts.map(({ name }) => name), ["a", "b"]);
  await rejects(
    load({ "i.ts": "export default () => { throw new Error('no token'); };" }, "i.ts"),
    /function of the inventory i\.ts failed: no token/,
  );
  await rejects(load({ "i.ts": "export const groups = {};" }, "i.ts"), /i\.ts has no default export/);
});

Deno.test("hosts may be named with commas; connectors give theirs with data and groups", async () => {
  const { hosts, groups, data } = await load({}, "w1, @docker/debian:12,w1,");
  deepStrictEqual(hosts.map(({ name, connector, argument }) => [name, connector, argument]), [
    ["w1", "ssh", undefined],
    ["@docker/debian:12", "docker", "debian:12"],
  ]);
  deepStrictEqual([groups.get("@docker")?.hosts, data("@docker/debian:12")], [
    ["@docker/debian:12"],
    { port: 1, dockerIdentifier: "debian:12" },
  ]);
});

Deno.test("data of the inventory are stronger than those of connectors, the command line than both", async () => {
  const yaml =
    "groups:\n  '@docker': { data: { port: 9, group: made } }\n  app: { hosts: [['@docker/x', { port: 2 }]], data: { group: own } }\n";
  deepStrictEqual((await load({ "i.yml": yaml }, "i.yml")).data("@docker/x"), {
    port: 2,
    dockerIdentifier: "x",
    group: "own",
  });
  const { data } = await load({ "i.yml": yaml }, "i.yml", { overrides: { port: 3, docker_identifier: "y" } });
  deepStrictEqual(data("@docker/x"), { port: 3, dockerIdentifier: "y", group: "own" });
});

Deno.test("a host behind another one has that one with its data", async () => {
  const { host } = await load({ "i.yml": "hosts: [['@ssh/w1/@docker/app', { ssh_user: ops }]]" }, "i.yml");
  const { via, connector, data } = host("@ssh/w1/@docker/app");
  deepStrictEqual([connector, via?.name, via?.connector, via?.argument], ["docker", "@ssh/w1", "ssh", "w1"]);
  deepStrictEqual([mergedData(via!.data), mergedData(data)], [{ sshUser: "ops" }, {
    sshUser: "ops",
    port: 1,
    dockerIdentifier: "app",
  }]);
});

Deno.test("group data: the working folder, then beside the inventory, then --group-data; files over what is inline", async () => {
  const files = {
    "sites/i.yml": "groups: { web: { hosts: [h], data: { a: 0, b: 0, c: 0, d: 0, e: 0 } } }",
    "group_data/web.json": '{ "a": 1, "b": 1, "c": 1, "d": 1 }',
    "groupData/web.yml": "{ b: 2, c: 2, d: 2 }",
    "sites/groupData/web.ts": "export const c = 3; export const d = 3;",
    "more/web.ts": "export default { d: 4 };",
    "more/_helper.ts": "throw new Error('not to be loaded');",
    "groupData/all.yml": "ssh_port: 2222",
    "one/web.yaml": "e: 5",
  };
  const { data, host, groups, warnings } = await load(files, "sites/i.yml", { groupData: ["more", "one/web.yaml"] });
  deepStrictEqual(data("h"), { sshPort: 2222, a: 1, b: 2, c: 3, d: 4, e: 5 });
  strictEqual(lookUp(host("h").data, "c")?.layer.source, 'group "web" (sites/groupData/web.ts)');
  deepStrictEqual([groups.get("web")?.data.e, groups.get("all")?.data, warnings], [5, { sshPort: 2222 }, []]);
});

Deno.test("group data of a group that a connector made are used", async () => {
  const { data } = await load({ "groupData/@docker.yml": "flavour: slim" }, "@docker/x");
  strictEqual(data("@docker/x").flavour, "slim");
});

Deno.test("group data of an unknown group are a warning with the nearest name, and are not run", async () => {
  const { warnings } = await load(
    { "i.yml": "groups: { web: [h] }", "groupData/wbe.ts": "throw new Error('run');" },
    "i.yml",
  );
  deepStrictEqual(warnings, ['groupData/wbe.ts is not used: there is no group "wbe"; did you mean "web"?']);
});

Deno.test("group data that are none are errors with their place", async () => {
  const site = { "i.yml": "groups: { web: [h] }" };
  await rejects(
    load({ ...site, "groupData/web.yml": "# a comment\n- 1\n" }, "i.yml"),
    /groupData\/web\.yml:2:1: expected keys with values, found a list/,
  );
  await rejects(
    load({ ...site, "groupData/web.ts": "export default [];" }, "i.yml"),
    /groupData\/web\.ts: expected an object as default export, found a list/,
  );
  await rejects(
    load(site, "i.yml", { groupData: ["nowhere"] }),
    /Cannot read the group data nowhere: no such file or folder/,
  );
});

Deno.test("hosts outside of the limit stay known but do not take part", async () => {
  const { hosts } = await load({ "site.ts": SITE }, "site.ts", { limit: ["world"], exclude: ["canary"] });
  deepStrictEqual(hosts.map(({ name, active }) => [name, active]), [["w1", false], ["w2", true]]);
});

Deno.test("a path where nothing is, is an error and not a host", async () => {
  await rejects(load({}, "inventory.ts"), /Cannot read the inventory inventory\.ts: no such file/);
  await rejects(load({}, "sites/prod"), /Cannot read the inventory sites\/prod: no such file/);
  await rejects(load({}, "w1,sites/prod.yml"), /"sites\/prod\.yml" looks like a file/);
  await rejects(load({ "hosts.ini": "" }, "hosts.ini"), /"\.ini" is no kind of inventory/);
  await rejects(load({}, "https://example.com/hosts.yml?x=1"), /has to be a module/);
  await rejects(load({}, " , "), /names no host/);
});

Deno.test("a folder named like a host does not hide the host", async () => {
  const { hosts } = await load({ "web1/readme": "" }, "web1");
  strictEqual(hosts[0]?.name, "web1");
});

Deno.test("a host of two connectors with different data is a warning that says which count", async () => {
  const made = (name: string, sshHostname: string) =>
    connector({ name, data: z.object({}), makeNamesData: () => [{ name: "vm1", data: { sshHostname, size: 1 } }] });
  const more: Record<string, AnyConnector> = {
    ...connectors,
    one: made("one", "10.0.0.1"),
    two: made("two", "10.0.0.2"),
  };
  const connectorFor = (name: string) => Promise.resolve(more[name]!);
  const knownConnectors = Object.keys(more);
  const { data, warnings } = await load({}, "@one,@two", { connectorFor, knownConnectors });
  deepStrictEqual(data("vm1"), { sshHostname: "10.0.0.1", size: 1 });
  deepStrictEqual(warnings, [
    'vm1: connector @one and connector @two give it another "sshHostname"; that of the first counts',
  ]);
});

Deno.test("JSON that is none is an error with its line", async () => {
  await rejects(load({ "i.json": '{"groups": {\n  "web": ["a",, "b"]\n}}' }, "i.json"), {
    message: /^i\.json:2:\d+: not valid JSON: /,
  });
});

Deno.test("a host that two connectors give is an error", async () => {
  await rejects(
    load({ "i.yml": "hosts: [w1, '@vm']" }, "i.yml"),
    /the host "w1" is given by two connectors, @ssh and @vm/,
  );
});

Deno.test("an unknown child group is an error with line and nearest name", async () => {
  await rejects(load({ "i.yml": "groups:\n  web: [h]\n  world: { children: [wep] }\n" }, "i.yml"), (error: Error) => {
    match(error.message, /^i\.yml:3:3: .*"wep".*did you mean "web"\?/);
    return true;
  });
});
