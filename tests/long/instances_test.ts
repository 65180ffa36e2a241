/** `@incus` and `@lxc` with the real Incus and LXD, where they are installed: a daemon of its own, whose instances are containers. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { server } from "drover";
import { testContract } from "drover/connectors/testing";
import { messageOf } from "../../src/api/mod.ts";
import { findHosts, runScript } from "../../src/testing/mod.ts";
import { type Availability, bedAvailable, run, testFor } from "../bed/mod.ts";
import { makeBusyboxRoot } from "../contract/busybox_root.ts";

interface Manager {
  /** Its command line. */
  readonly name: "incus" | "lxc";
  readonly daemon: string;
  /** The variable that says where its state is. */
  readonly variable: string;
  readonly initialize: [string, ...string[]];
  readonly package: string;
}

const MANAGERS: readonly Manager[] = [
  {
    name: "incus",
    daemon: "/usr/libexec/incus/incusd",
    variable: "INCUS_DIR",
    initialize: ["incus", "admin", "init", "--preseed"],
    package: "incus",
  },
  {
    name: "lxc",
    daemon: "/usr/bin/lxd",
    variable: "LXD_DIR",
    initialize: ["lxd", "init", "--preseed"],
    package: "lxd",
  },
];

/** Privileged, because not each machine has ranges of ids that both of them can use. */
const PRESEED = `storage_pools: [{ name: default, driver: dir }]
profiles:
- name: default
  config: { security.privileged: "true" }
  devices: { root: { path: /, pool: default, type: disk } }
`;
/** A system that waits to be stopped. */
const INIT = '#!/bin/sh\ntrap "exit 0" PWR TERM\nwhile :; do sleep 1000 & wait $!; done\n';

for (const manager of MANAGERS) {
  const { name } = manager;
  const test = async (t: Deno.TestContext) => {
    await using started = await start(manager);
    await started.run("launch", "tiny", "web");
    await started.run("launch", "tiny", "cold");
    await started.run("init", "tiny", "old");
    await started.run("pause", "cold");

    await t.step("lists what runs, here and of a remote", async () => {
      for (const remote of ["", "local:"]) {
        const said: string[] = [];
        const reference = remote === "" ? `@${name}` : `@${name}/${remote}`;
        const { inventory } = await findHosts(reference, { onMessage: (_level, text) => void said.push(text) });
        deepStrictEqual(inventory.hosts.map(({ name, groups }) => [name, ...groups]), [
          [`@${name}/${remote}web`, `@${name}`, `@${name}-container`],
        ]);
        deepStrictEqual(said, [
          "The instance cold is left out: it is frozen",
          "The instance old is left out: it is stopped",
        ]);
      }
      await rejects(findHosts(`@${name}/nowhere:`, {}), /^\w*Error: Cannot list the instances: .*nowhere/);
    });

    await t.step("runs in one, as the user and in the project that the data say", async () => {
      await started.run("project", "create", "shop", "-c", "features.images=false", "-c", "features.profiles=false");
      await started.run("launch", "tiny", "till", "--project", "shop");
      const data = { [`${name}_instance`]: "till", [`${name}_project`]: "shop", [`${name}_user`]: 1000 };
      let said = "";
      const { results } = await runScript(`@${name}/local:web`, async () => {
        said = await server.shell({ commands: ["hostname; id -u"] }).stdout;
      }, { data });
      const [host] = [...results.hosts.values()];
      strictEqual(messageOf(host!.error ?? ""), "");
      deepStrictEqual(said.trim().split("\n"), ["till", "1000"]);
    });

    await t.step("says why nothing can be run", async () => {
      for (
        const [instance, why] of [
          ["gone", /Instance not found/],
          ["old", /Instance is not running/],
          ["cold", /Instance is frozen/],
          ["nowhere:web", /The remote "nowhere" doesn't exist/],
        ] as const
      ) {
        const { results } = await runScript(`@${name}/${instance}`, () => {});
        const { state, error } = [...results.hosts.values()][0]!;
        strictEqual(state, "unreachable");
        match(messageOf(error), new RegExp(`^Cannot run anything in the instance ${instance}: Error: `));
        match(messageOf(error), why);
      }
    });

    await t.step("keeps the contract", (t) => {
      const left = () => started.run("exec", "web", "--", "find", "/tmp", "-mindepth", "1").then(lines);
      return testContract(t, { reference: `@${name}/web`, without: { sudo: "the instance has none" }, left });
    });
  };
  Deno.test(testFor(`@${name} with the real one`, test, await availableFor(manager), false));
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

async function availableFor(manager: Manager): Promise<Availability> {
  const found = await Deno.stat(manager.daemon).catch(() => undefined);
  if (!found) return { available: false, reason: `there is no ${manager.daemon}: apt-get install ${manager.package}` };
  return await bedAvailable();
}

/** Starts a daemon whose state is in a folder of its own, and gives it an image. */
async function start({ name, daemon, variable, initialize }: Manager) {
  const folder = await Deno.makeTempDir({ prefix: `drover-${name}-` });
  const before = Deno.env.get(variable);
  Deno.env.set(variable, folder);
  const log = await Deno.open(`${folder}/daemon.log`, { create: true, write: true });
  const child = new Deno.Command(daemon, { args: ["--group", "root"], stdin: "null", stdout: "null", stderr: "piped" })
    .spawn();
  const logged = child.stderr.pipeTo(log.writable);
  const call = (...words: string[]) => run([name, ...words]);
  const stop = async () => {
    const all = await call("list", "--all-projects", "--format", "csv", "--columns", "en").then(lines, () => []);
    for (const [project = "", instance = ""] of all.map((line) => line.split(","))) {
      await call("delete", "--force", "--project", project, instance);
    }
    child.kill("SIGTERM");
    await Promise.all([child.status, logged]);
    if (before === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, before);
    // It leaves file systems mounted for its next start.
    const unmount = `grep -o " $0/[^ ]*" /proc/mounts | sort -r | while read -r path; do umount -l "$path"; done`;
    await run(["sh", "-c", unmount, folder]);
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await run([daemon, "waitready", "--timeout", "30"]);
    await run(initialize, { stdin: PRESEED });
    await call("image", "import", await makeImage(folder), "--alias", "tiny");
    return { run: call, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An image of a system that is busybox alone. */
async function makeImage(folder: string): Promise<string> {
  const image = `${folder}/image`;
  await Deno.mkdir(`${image}/rootfs`, { recursive: true });
  await makeBusyboxRoot(`${image}/rootfs`);
  await Deno.remove(`${image}/rootfs/sbin`, { recursive: true }).catch(() => {});
  await Deno.mkdir(`${image}/rootfs/sbin`);
  await Deno.writeTextFile(`${image}/rootfs/sbin/init`, INIT, { mode: 0o755 });
  await Deno.writeTextFile(`${image}/metadata.yaml`, `architecture: ${Deno.build.arch}\ncreation_date: 1700000000\n`);
  await run(["tar", "-C", image, "-cf", `${image}.tar`, "metadata.yaml", "rootfs"]);
  return `${image}.tar`;
}
