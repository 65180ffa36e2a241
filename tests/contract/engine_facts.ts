/** Facts of container engines and of containers, against what the engine's own lists say. @module */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Fact } from "../../src/api/mod.ts";
import * as docker from "../../src/modules/docker/mod.ts";
import * as podman from "../../src/modules/podman/mod.ts";
import { startProject } from "../cli/program.ts";
import { readFact } from "../integration/local_host.ts";
import type { Engine } from "./engines.ts";

/** All facts of a running container whose image is busybox alone, and that runs `sleep 1000`. */
export async function checkContainerFacts(engine: Engine, container: string): Promise<void> {
  await using project = await startProject();
  const { code, stdout, stderr } = await project.drover([`@${engine.name}/${container}`, "facts", "all"]);
  strictEqual(code, 0, stderr);
  const [{ facts, errors }] = Object.values(JSON.parse(stdout)) as [Record<string, Record<string, unknown>>];
  deepStrictEqual(errors, {});
  const hostname = (await engine.run("container", "inspect", "--format", "{{.Config.Hostname}}", container)).trim();
  strictEqual(facts!["server.Hostname"], hostname);
  deepStrictEqual(facts!["server.Groups"], ["root"]);
  deepStrictEqual([facts!["deb.DebPackages"], facts!["server.LinuxName"]], [{}, null]);
  const first = (facts!["server.Processes"] as Record<string, { readonly args: string }>)["1"];
  strictEqual(first?.args, "sleep 1000");
}

type Inspected = Readonly<Record<string, unknown>>;
type One = Fact<Inspected | null, { objectId: string }>;

/** The facts about an engine that has one container, and gets a volume. */
export async function checkEngineFacts(engine: Engine, container: string): Promise<void> {
  const listed = async (...words: string[]) => {
    const names = (await engine.run(...words)).split("\n").filter((line) => line !== "");
    return [...new Set(names.map(withoutPrefix))].sort();
  };
  const volume = "drover.facts";
  await engine.run("volume", "create", "--label", "kind=a b", volume);
  try {
    const lists = engine.name === "docker" ? DOCKER : PODMAN;
    for (const { all, one, words } of lists) {
      const expected = await listed(...words);
      const key = (object: Inspected) => withoutPrefix(String(object.Id ?? object.Name ?? object.name));
      deepStrictEqual((await readFact(all)).map(key).sort(), expected, all.fullName);
      ok(expected.length > 0, all.fullName);
      strictEqual(key((await readFact(one, { objectId: expected[0]! }))!), expected[0], one.fullName);
      strictEqual(await readFact(one, { objectId: "no-such-object" }), null, one.fullName);
    }
    if (engine.name === "docker") await checkDocker(engine, container, volume);
    else await checkPodman(engine, container);
  } finally {
    await engine.run("volume", "rm", volume);
  }
}

function withoutPrefix(id: string): string {
  return id.replace(/^sha256:/, "");
}

interface List {
  readonly all: Fact<Inspected[]>;
  readonly one: One;
  readonly words: string[];
}

const CONTAINERS = ["ps", "--all", "--quiet", "--no-trunc"];
const IMAGES = ["images", "--all", "--quiet", "--no-trunc"];

const DOCKER: readonly List[] = [
  { all: docker.DockerContainers, one: docker.DockerContainer, words: CONTAINERS },
  { all: docker.DockerImages, one: docker.DockerImage, words: IMAGES },
  { all: docker.DockerNetworks, one: docker.DockerNetwork, words: ["network", "ls", "--quiet", "--no-trunc"] },
  { all: docker.DockerVolumes, one: docker.DockerVolume, words: ["volume", "ls", "--quiet"] },
];

const PODMAN: readonly List[] = [
  { all: podman.PodmanContainers, one: podman.PodmanContainer, words: CONTAINERS },
  { all: podman.PodmanImages, one: podman.PodmanImage, words: IMAGES },
  { all: podman.PodmanNetworks, one: podman.PodmanNetwork, words: ["network", "ls", "--format", "{{.Name}}"] },
  { all: podman.PodmanVolumes, one: podman.PodmanVolume, words: ["volume", "ls", "--quiet"] },
];

async function checkDocker(engine: Engine, container: string, volume: string): Promise<void> {
  await engine.run("exec", container, "touch", "/added");
  const changes = await readFact(docker.DockerContainerFsChanges, { containerId: container });
  ok(changes?.some(({ path, kind }) => path === "/added" && kind === "A"), JSON.stringify(changes));
  const processes = await readFact(docker.DockerContainerProcesses, { containerId: container });
  const pid = (await engine.run("container", "inspect", "--format", "{{.State.Pid}}", container)).trim();
  deepStrictEqual(processes?.map(({ PID }) => PID), [pid]);
  const stats = await readFact(docker.DockerContainerStats);
  deepStrictEqual(stats.map(({ ID }) => container.startsWith(String(ID))), [true]);
  deepStrictEqual(await readFact(docker.DockerVolumeLabels), { [volume]: { kind: "a b" } });
  const [server, id] = (await engine.run("info", "--format", "{{.ServerVersion}}\n{{.ID}}")).split("\n");
  strictEqual((await readFact(docker.DockerVersion))?.Server?.Version, server);
  strictEqual((await readFact(docker.DockerSystemInfo))?.ID, id);
  deepStrictEqual(await readFact(docker.DockerPlugins), []);
}

async function checkPodman(engine: Engine, container: string): Promise<void> {
  deepStrictEqual((await readFact(podman.PodmanPs)).map(({ Id }) => Id), [container]);
  deepStrictEqual(await readFact(podman.PodmanPods), []);
  const [, version] = /(\d\S+)/.exec(await engine.run("--version"))!;
  const { Client } = await readFact(podman.PodmanVersion) as { Client: { Version: string } };
  strictEqual(Client.Version, version);
  const { host } = await readFact(podman.PodmanSystemInfo) as { host: { kernel: string } };
  strictEqual(host.kernel, Deno.osRelease());
}
