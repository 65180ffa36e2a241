import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type AnyConnector, connector, type ConnectorContext, type NamedHost, z } from "../api/mod.ts";
import { resolver } from "./references.ts";

const connect = () => Promise.reject(new Error("not in this test"));
const data = z.object({});
let asked = 0;

const connectors: Record<string, AnyConnector> = {
  ssh: connector({ name: "ssh", data, connect }),
  local: connector({ name: "local", data, connect, makeNamesData: () => [{ name: "@local", groups: ["@local"] }] }),
  docker: connector({
    name: "docker",
    data,
    connect,
    *makeNamesData(argument) {
      yield { name: `@docker/${argument}`, data: { dockerIdentifier: argument }, groups: ["@docker"] };
    },
  }),
  cloud: connector({
    name: "cloud",
    data,
    async *makeNamesData() {
      asked++;
      yield { name: "vm1", data: { sshHostname: "10.0.0.1" }, groups: ["cloud"] };
      yield { name: "@docker/app", data: { region: "eu" }, groups: ["cloud"] };
    },
  }),
  loop: connector({
    name: "loop",
    data,
    makeNamesData: (argument) => [{ name: argument === "a" ? "@loop/b" : "@loop/a" }],
  }),
  evil: connector({ name: "evil", data, makeNamesData: () => [{ name: "-oProxyCommand=reboot" }] }),
  broken: connector({
    name: "broken",
    data,
    // deno-lint-ignore require-yield
    *makeNamesData(): Generator<NamedHost> {
      throw new Error("terraform: not found");
    },
  }),
  none: connector({ name: "none", data, makeNamesData: () => [] }),
  vms: connector({ name: "vms", data, connect, makeNamesData: (tag) => [{ name: `${tag}1` }, { name: `${tag}2` }] }),
  twice: connector({
    name: "twice",
    data,
    makeNamesData: (argument) =>
      ["10.0.0.1", argument ?? "10.0.0.2"].map((sshHostname) => ({
        name: "vm1",
        data: { sshHostname, size: 1 },
      })),
  }),
};

function make() {
  const warnings: string[] = [];
  const connectorContext = { warn: (message: string) => void warnings.push(message) } as ConnectorContext;
  const connectorFor = (name: string) => Promise.resolve(connectors[name]!);
  return { warnings, ...resolver({ connectorFor, connectorContext, knownConnectors: Object.keys(connectors) }) };
}
const summary = async (reference: string) =>
  (await make().resolve(reference)).map(({ name, connector, argument, groups, via }) => ({
    name,
    connector,
    argument,
    groups,
    via: via?.name,
  }));

Deno.test("a plain name is a host of the default connector", async () => {
  deepStrictEqual(await summary("web1"), [{
    name: "web1",
    connector: "ssh",
    argument: undefined,
    groups: [],
    via: undefined,
  }]);
});

Deno.test("a connector that makes no names stands for one host of that name", async () => {
  deepStrictEqual(await summary("@ssh/web1"), [{
    name: "@ssh/web1",
    connector: "ssh",
    argument: "web1",
    groups: [],
    via: undefined,
  }]);
});

Deno.test("a connector that yields its own reference is taken at its word", async () => {
  deepStrictEqual(await summary("@local"), [{
    name: "@local",
    connector: "local",
    argument: undefined,
    groups: ["@local"],
    via: undefined,
  }]);
});

Deno.test("what an inventory-only connector yields runs on the default connector, or as if typed", async () => {
  deepStrictEqual(await summary("@cloud"), [
    { name: "vm1", connector: "ssh", argument: undefined, groups: ["cloud"], via: undefined },
    { name: "@docker/app", connector: "docker", argument: "app", groups: ["cloud", "@docker"], via: undefined },
  ]);
  const [, app] = await make().resolve("@cloud");
  deepStrictEqual(app?.layers.map(({ source, values }) => [source, values]), [
    ["connector @cloud", { region: "eu" }],
    ["connector @docker/app", { dockerIdentifier: "app" }],
  ]);
});

Deno.test("connectors compose: the last one runs through the host of those before it", async () => {
  deepStrictEqual(await summary("@ssh/web1/@docker/app"), [
    { name: "@ssh/web1/@docker/app", connector: "docker", argument: "app", groups: ["@docker"], via: "@ssh/web1" },
  ]);
  await rejects(summary("@cloud/@docker/app"), /Cannot go through @cloud: it stands for 2 hosts/);
});

Deno.test("each reference is asked for once, and the prefixes of all used connectors are known", async () => {
  const { resolve, prefixes } = make();
  const before = asked;
  await Promise.all([resolve("@cloud"), resolve("@cloud")]);
  strictEqual(asked, before + 1);
  deepStrictEqual(new Set(prefixes()), new Set(["ssh", "cloud", "docker"]));
});

Deno.test("an unknown connector is an error with the nearest and with all names", async () => {
  await rejects(make().resolve("@dokcer/app"), (error: Error & { hint?: string }) => {
    strictEqual(error.message, 'There is no connector "@dokcer"; did you mean "docker"?');
    strictEqual(error.hint?.includes("@local, @docker"), true);
    return true;
  });
});

Deno.test("connectors that refer to each other, fail or give names that are none are errors", async () => {
  await rejects(make().resolve("@loop/a"), /@loop\/a > @loop\/b > @loop\/a/);
  await rejects(make().resolve("@broken"), /Cannot list the hosts of @broken: terraform: not found/);
  await rejects(make().resolve("@evil"), /"-oProxyCommand=reboot" cannot be the name of a host/);
});

Deno.test("a connector without hosts is a warning", async () => {
  const { resolve, warnings } = make();
  deepStrictEqual([await resolve("@none"), warnings], [[], ["@none gives no hosts"]]);
});

Deno.test("a host that its connector names by its own knows itself by that name", async () => {
  deepStrictEqual((await summary("@vms/web")).map(({ name, argument }) => [name, argument]), [
    ["web1", "web1"],
    ["web2", "web2"],
  ]);
});

Deno.test("a host that a connector gives twice with different data is an error, with the same data it is one host", async () => {
  await rejects(summary("@twice"), {
    message: 'The hosts of @twice are not right: "vm1" is there twice, and not with the same sshHostname',
  });
  deepStrictEqual((await summary("@twice/10.0.0.1")).map(({ name }) => name), ["vm1", "vm1"]);
});
