/**
 * Connectors whose servers not every machine has: what the real programs print, and programs that run what they are given.
 * `tests/long/instances_test.ts` asks the real ones.
 */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { type AnyConnector, connector, type ConnectorContext, spawnLocal } from "drover/connectors";
import { testContract } from "drover/connectors/testing";
import incus from "../../connectors/incus.ts";
import kubectl from "../../connectors/kubectl.ts";
import lxc from "../../connectors/lxc.ts";
import { messageOf } from "../../src/api/mod.ts";
import { findHosts, runScript } from "../../src/testing/mod.ts";
import { bedTest, run, startSshd } from "../bed/mod.ts";

const fixture = (name: string) => Deno.readTextFile(new URL(`fixtures/${name}`, import.meta.url));

/** Runs what stands behind `--`, and refuses what it does not know. */
const PROGRAM = `#!/bin/sh
case $1 in
  list | get) cat "$(dirname "$0")/list" ;;
  exec) case " $* " in *" gone "*) echo 'Error: Failed to fetch "gone": Instance not found' >&2; exit 1 ;; esac
    while [ "$1" != -- ]; do shift; done; shift; exec "$@" ;;
  *) echo "unknown command $1" >&2; exit 2 ;;
esac
`;

/** A folder with a program that prints a list. */
async function inFolder(name: string, list: string, body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "drover-stand-in-" });
  try {
    // Also who logs in has to find it.
    await Deno.chmod(folder, 0o755);
    await Deno.writeTextFile(`${folder}/${name}`, PROGRAM, { mode: 0o755 });
    await Deno.writeTextFile(`${folder}/list`, list);
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function withProgram(
  name: string,
  list: string,
  body: (stand: AnyConnector, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(name, list, async (folder) => {
    const path = `PATH=${folder}:${Deno.env.get("PATH")}`;
    const stand = connector({
      name: "stand",
      connect: () =>
        Promise.resolve({ spawn: (argv, options) => spawnLocal(["env", path, `TMPDIR=${folder}`, ...argv], options) }),
    });
    await body(stand, folder);
  });
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

/** What `@NAME` gives for each recorded list, and what it leaves out. */
const LISTS: readonly {
  readonly one: AnyConnector;
  readonly file: string;
  readonly gives: readonly (readonly string[])[];
  readonly leavesOut: readonly string[];
}[] = [
  {
    one: incus,
    file: "incus_list_6.0.json",
    // One of them has said that it is ready.
    gives: [["@incus/app", "@incus", "@incus-container"], ["@incus/web", "@incus", "@incus-container"]],
    leavesOut: ["The instance cold is left out: it is frozen", "The instance old is left out: it is stopped"],
  },
  ...["5.0.2", "3.0"].map((version) => ({
    one: lxc,
    file: `lxc_list_${version}.json`,
    gives: [["@lxc/web", "@lxc", "@lxc-container"]],
    leavesOut: ["The instance cold is left out: it is frozen", "The instance old is left out: it is stopped"],
  })),
  ...["1.32", "1.16"].map((version) => ({
    one: kubectl,
    file: `kubectl_pods_${version}.json`,
    gives: [["@kubectl/shop/web-7d4b9", "@kubectl"]],
    leavesOut: ["The pod job-x1 is left out: it is succeeded", "The pod leaving is left out: it is being deleted"],
  })),
];

for (const { one, file, gives, leavesOut } of LISTS) {
  Deno.test(`@${one.name} gives what runs of ${file}`, () =>
    withProgram(one.name, "", async (stand, folder) => {
      await Deno.writeTextFile(`${folder}/list`, await fixture(file));
      const { hosts, said } = await listed(one, undefined, stand);
      deepStrictEqual(hosts, gives);
      deepStrictEqual(said, leavesOut);
    }));
}

Deno.test("@incus/REMOTE: asks the remote", () =>
  withProgram("incus", "", async (stand, folder) => {
    await Deno.writeTextFile(`${folder}/list`, await fixture("incus_list_6.0.json"));
    strictEqual((await listed(incus, "cloud:", stand)).hosts[0]![0], "@incus/cloud:app");
  }));

Deno.test("@lxc tells virtual machines and containers apart by group", () => {
  const list = JSON.stringify([{ name: "vm", status: "Running", type: "virtual-machine" }]);
  return withProgram("lxc", list, async (stand) => {
    deepStrictEqual((await listed(lxc, undefined, stand)).hosts, [["@lxc/vm", "@lxc", "@lxc-virtual-machine"]]);
  });
});

Deno.test("@incus gives no hosts where there are no instances", () =>
  withProgram("incus", "[]\n", async (stand) => {
    deepStrictEqual(await listed(incus, undefined, stand), { hosts: [], said: [] });
  }));

Deno.test("a list may be longer than the output of a command that is kept", () =>
  withProgram("incus", "", async (stand, folder) => {
    const web = { name: "web", status: "Running", description: "x".repeat(20 * 1024 * 1024) };
    await Deno.writeTextFile(`${folder}/list`, JSON.stringify([web]));
    deepStrictEqual((await listed(incus, undefined, stand)).hosts, [["@incus/web", "@incus", "@incus-container"]]);
  }));

for (
  const [name, reference, what] of [
    ["incus", "@incus/web", "the instance gone"],
    ["kubectl", "@kubectl/shop/web-7d4b9", "the pod gone"],
  ] as const
) {
  Deno.test(`@${name} keeps the contract, and says what is not there`, async (t) => {
    await withProgram(name, "[]", async (stand, folder) => {
      await testContract(t, {
        reference: `@stand/${reference}`,
        connectors: { stand },
        without: { sudo: "not of interest", pty: `it runs no real ${name}` },
        left: async () =>
          (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).filter((one) => one.startsWith(".drover-")),
      });
      const { results } = await runScript(`@stand/@${name}/gone`, () => {}, { connectors: { stand } });
      const said = messageOf([...results.hosts.values()][0]!.error);
      match(said, new RegExp(`Cannot run anything in ${what}: Error: Failed to fetch "gone"`));
    });
  });
}

bedTest("a host behind SSH is asked for what runs there, with the data that the inventory gives it", async () => {
  const list = await fixture("incus_list_6.0.json");
  await inFolder("incus", list, async (folder) => {
    // All that the machine has but the program that is to be missing.
    await run([
      "sh",
      "-c",
      'mkdir "$0" && cd "$0" && { cp -sf /usr/bin/* /bin/* .; rm -f lxc; }',
      `${folder}/programs`,
    ]);
    await using sshd = await startSshd({ users: false, environment: { PATH: `${folder}:${folder}/programs` } });
    await Deno.writeTextFile(`${folder}/config`, "");
    const { address, port, keyFile } = sshd;
    const data = {
      ssh_hostname: address,
      ssh_port: port,
      ssh_user: "root",
      ssh_key: keyFile,
      ssh_config_file: `${folder}/config`,
      ssh_known_hosts_file: `${folder}/known_hosts`,
    };
    const logins = async () => (await sshd.log()).match(/Accepted publickey/g)?.length ?? 0;
    const ended = async () => (await sshd.log()).match(/Disconnected from user/g)?.length ?? 0;
    const inventory = async (name: string, text: string, given = {}) => {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      const { inventory } = await findHosts(`${folder}/${name}`, { data: given });
      return inventory.hosts.map(({ name, via, groups }) => [name, via?.name, groups.join()]);
    };
    const hosts = [
      ["@ssh/web1/@incus/app", "web1", "@incus,@incus-container"],
      ["@ssh/web1/@incus/web", "web1", "@incus,@incus-container"],
    ];
    const all = { hosts: ["@ssh/web1/@incus"] };
    deepStrictEqual(await inventory("by_command_line.json", JSON.stringify({ groups: { all } }), data), hosts);
    deepStrictEqual([await logins(), await ended()], [1, 1], "it is closed when the inventory is there");
    const owner = { hosts: [["@ssh/web1/@incus", data]] };
    deepStrictEqual((await inventory("by_host.json", JSON.stringify({ groups: { all: owner } }))).length, 2);
    const [name] = (await runScript("@ssh/web1/@incus/web", () => {}, { data })).results.hosts.keys();
    strictEqual(name, "@ssh/web1/@incus/web");
    // Nobody is asked for a host that is named.
    strictEqual(await logins(), 3);
    await rejects(findHosts("@ssh/web1/@lxc", { data }), {
      message: /^Cannot list the instances: .*lxc: (command )?not found/,
      hint: "Install lxc there.",
    });
  });
});

Deno.test("a list that is none is refused, saying whose it is", async () => {
  await withProgram(
    "kubectl",
    "{",
    (stand) => rejects(listed(kubectl, undefined, stand), /"kubectl get pods -o json" printed no JSON/),
  );
  await withProgram("kubectl", "{}", (stand) => rejects(listed(kubectl, undefined, stand), /printed no list of pods/));
  await withProgram("incus", "{}", (stand) => rejects(listed(incus, undefined, stand), /incus list printed no list/));
});

Deno.test("@dockerssh is another way to write a chain", async () => {
  const { inventory } = await findHosts("@dockerssh/web1:debian:12", {});
  const [host] = inventory.hosts;
  strictEqual(host!.name, "@ssh/web1/@docker/debian:12");
  deepStrictEqual([host!.connector, host!.argument, host!.via!.name], ["docker", "debian:12", "web1"]);
  deepStrictEqual(host!.groups, ["@dockerssh", "@docker"]);
});
