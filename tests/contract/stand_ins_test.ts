/** Connectors whose engines cannot be had here: the lists of the real programs, and programs that run what they are given. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { type AnyConnector, connector, type ConnectorContext, spawnLocal } from "drover/connectors";
import { testContract } from "drover/connectors/testing";
import incus from "../../connectors/incus.ts";
import kubectl from "../../connectors/kubectl.ts";
import { messageOf } from "../../src/api/mod.ts";
import { findHosts, runScript } from "../../src/testing/mod.ts";

const INSTANCES = JSON.stringify([
  { name: "web", status: "Running", type: "container", project: "default", location: "none", architecture: "x86_64" },
  { name: "vm", status: "Running", type: "virtual-machine", project: "default", location: "none" },
  { name: "old", status: "Stopped", type: "container", project: "default", location: "none" },
]);

const PODS = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    { kind: "Pod", metadata: { name: "web-7d4b9", namespace: "shop" }, status: { phase: "Running" } },
    { kind: "Pod", metadata: { name: "job-x1", namespace: "shop" }, status: { phase: "Succeeded" } },
  ],
});

/** Runs what stands behind `--`, and refuses what it does not know. */
const PROGRAM = `#!/bin/sh
case $1 in
  list | get) cat "$(dirname "$0")/list" ;;
  exec) case " $* " in *" gone "*) echo "Error: not found: gone" >&2; exit 1 ;; esac
    while [ "$1" != -- ]; do shift; done; shift; exec "$@" ;;
  *) echo "unknown command $1" >&2; exit 2 ;;
esac
`;

async function withProgram(
  name: string,
  list: string,
  body: (stand: AnyConnector, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "drover-stand-in-" });
  try {
    await Deno.writeTextFile(`${folder}/${name}`, PROGRAM, { mode: 0o755 });
    await Deno.writeTextFile(`${folder}/list`, list);
    const path = `PATH=${folder}:${Deno.env.get("PATH")}`;
    const stand = connector({
      name: "stand",
      connect: () =>
        Promise.resolve({ spawn: (argv, options) => spawnLocal(["env", path, `TMPDIR=${folder}`, ...argv], options) }),
    });
    await body(stand, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function listed(one: AnyConnector, argument: string | undefined, stand: AnyConnector) {
  const said: string[] = [];
  const { connectorContext } = await findHosts("@stand", {
    connectors: { stand },
    onMessage: (_level, text) => void said.push(text),
  });
  const parent = await stand.connect!({ name: "stand", data: {} }, connectorContext);
  const context: ConnectorContext = { ...connectorContext, parent };
  const hosts = await Array.fromAsync(one.makeNamesData!(argument, context));
  return { hosts: hosts.map(({ name, groups }) => [name, ...groups ?? []]), said };
}

Deno.test("@incus gives the instances that run, and keeps the contract in one", async (t) => {
  await withProgram("incus", INSTANCES, async (stand, folder) => {
    const { hosts, said } = await listed(incus, undefined, stand);
    deepStrictEqual(hosts, [["@incus/web", "@incus", "@incus-container"], [
      "@incus/vm",
      "@incus",
      "@incus-virtual-machine",
    ]]);
    deepStrictEqual(said, ["The instance old is left out: it is stopped"]);
    deepStrictEqual((await listed(incus, "cloud:", stand)).hosts[0]![0], "@incus/cloud:web");
    await testContract(t, {
      reference: "@stand/@incus/web",
      connectors: { stand },
      without: { sudo: "not of interest", pty: "it runs no real incus" },
      left: async () =>
        (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).filter((name) => name.startsWith(".drover-")),
    });
    const { results } = await runScript("@stand/@incus/gone", () => {}, { connectors: { stand } });
    match(
      messageOf([...results.hosts.values()][0]!.error),
      /Cannot run anything in the instance gone: Error: not found/,
    );
  });
});

Deno.test("@kubectl gives the pods that run, and keeps the contract in one", async (t) => {
  await withProgram("kubectl", PODS, async (stand, folder) => {
    const { hosts, said } = await listed(kubectl, undefined, stand);
    deepStrictEqual(hosts, [["@kubectl/shop/web-7d4b9", "@kubectl"]]);
    deepStrictEqual(said, ["The pod job-x1 is left out: it is succeeded"]);
    await testContract(t, {
      reference: "@stand/@kubectl/shop/web-7d4b9",
      connectors: { stand },
      without: { sudo: "not of interest", pty: "it runs no real kubectl" },
      left: async () =>
        (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).filter((name) => name.startsWith(".drover-")),
    });
    const { results } = await runScript("@stand/@kubectl/gone", () => {}, { connectors: { stand } });
    match(messageOf([...results.hosts.values()][0]!.error), /Cannot run anything in the pod gone: Error: not found/);
  });
});

Deno.test("a list that is none is refused, saying whose it is", async () => {
  await withProgram(
    "kubectl",
    "{",
    (stand) => rejects(listed(kubectl, undefined, stand), /kubectl get pods printed no JSON/),
  );
  await withProgram("incus", "{}", (stand) => rejects(listed(incus, undefined, stand), /incus list printed no list/));
});

Deno.test("@dockerssh is another way to write a chain", async () => {
  const { inventory } = await findHosts("@dockerssh/web1:debian:12", {});
  const [host] = inventory.hosts;
  strictEqual(host!.name, "@ssh/web1/@docker/debian:12");
  deepStrictEqual([host!.connector, host!.argument, host!.via!.name], ["docker", "debian:12", "web1"]);
  deepStrictEqual(host!.groups, ["@dockerssh", "@docker"]);
});
