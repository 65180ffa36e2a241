import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { server } from "drover";
import { testContract } from "drover/connectors/testing";
import { messageOf } from "../../src/api/mod.ts";
import { findHosts, runScript } from "../../src/testing/mod.ts";
import { bedTest } from "../bed/mod.ts";
import nimbusClass from "./examples/nimbus.ts";
import nimbusObject from "./examples/nimbus_object.ts";
import { sessions } from "./examples/nimbus_api.ts";
import shelf from "./examples/shelf.ts";
import unshare from "./examples/unshare.ts";

const DOCS = new URL("../../docs/writing-connectors.md", import.meta.url);

Deno.test("the inventory example gives hosts of ssh with data and groups", async () => {
  const file = await Deno.makeTempFile({ dir: "/tmp", prefix: "machines-" });
  try {
    await Deno.writeTextFile(file, JSON.stringify([{ name: "web1", address: "192.0.2.7", roles: ["web"] }]));
    const { inventory } = await findHosts(`@shelf/${file}`, { connectors: { shelf } });
    const [host] = inventory.hosts;
    deepStrictEqual([host!.name, host!.connector, host!.groups], ["web1", "ssh", ["@shelf", "web"]]);
    strictEqual(host!.data.layers[0]!.values.sshHostname, "192.0.2.7");
  } finally {
    await Deno.remove(file);
  }
});

bedTest("the execution example runs with a host name of its own", async () => {
  let name = "";
  const { results } = await runScript("@unshare/own-name", async () => {
    name = (await server.shell({ commands: ["hostname"] }).stdout).trim();
  }, { connectors: { unshare } });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "ok", messageOf(host!.error));
  strictEqual(name, "own-name");
});

for (const [form, nimbus] of [["a class", nimbusClass], ["an object", nimbusObject]] as const) {
  Deno.test(`the example of both, as ${form}, gives its machines, and runs on them`, async () => {
    const ids: string[] = [];
    const { results } = await runScript("@nimbus", async () => {
      ids.push((await server.shell({ commands: ["echo $NIMBUS_ID"] }).stdout).trim());
    }, { connectors: { nimbus } });
    deepStrictEqual([...results.hosts].map(([name, { state }]) => [name, state]), [["web1", "ok"], ["db1", "ok"]]);
    deepStrictEqual(ids.sort(), ["vm-1", "vm-2"]);
    strictEqual(sessions.size, 0);
    const gone = await runScript("@nimbus/web", () => {}, { connectors: { nimbus }, data: { nimbus_id: "vm-9" } });
    const [host] = [...gone.results.hosts.values()];
    match(messageOf(host!.error), /annot attach to web1/);
    await rejects(runScript("@nimbus", () => {}, { connectors: { nimbus }, data: { nimbus_projct: "x" } }), {
      message: /no data key "nimbus_?[pP]rojct".*did you mean "nimbusProject"/,
    });
  });
}

Deno.test("the example of both keeps the contract", async (t) => {
  const left = () => Promise.resolve([...sessions]);
  await testContract(t, {
    reference: "@nimbus/web",
    connectors: { nimbus: nimbusClass },
    without: { sudo: "not of interest" },
    left,
  });
});

Deno.test("an argument that gives no hosts is warned about", async () => {
  const said: string[] = [];
  const onMessage = (_level: string, text: string) => void said.push(text);
  const { inventory } = await findHosts("@nimbus/no-such-tag", { connectors: { nimbus: nimbusClass }, onMessage });
  strictEqual(inventory.hosts.length, 0);
  match(said.join("\n"), /@nimbus\/no-such-tag gives no hosts/);
});

Deno.test("the page for authors shows the examples as they are", async () => {
  const page = await Deno.readTextFile(DOCS);
  for (const name of ["shelf", "unshare", "nimbus"]) {
    const code = await Deno.readTextFile(new URL(`./examples/${name}.ts`, import.meta.url));
    ok(page.includes(code.trim()), `${name}.ts is not in the page`);
  }
});
