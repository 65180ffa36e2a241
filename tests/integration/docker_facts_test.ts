/** Facts of docker, read by its real program from a server that answers as docker's daemon does. */
import { deepStrictEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import type { Fact } from "../../src/api/mod.ts";
import * as docker from "../../src/modules/docker/mod.ts";
import { readFact, run } from "./local_host.ts";

const hasDocker = (await run("docker --version")).code === 0;
const ID = "a".repeat(64);
const GONE = "b".repeat(64);

const CONTAINER = {
  Id: ID,
  Name: "/web",
  Config: { Env: ["A=b=c", "S=x y\nz é", "FLAG"], Labels: { "a b": `c"d` } },
  Mounts: [{ Type: "bind", Source: "/a b" }],
  NetworkSettings: {
    Networks: { bridge: { IPAddress: "172.17.0.2" } },
    Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }], "81/tcp": null },
  },
};
const PROCESS = ["root", "1", "0", "0", "10:00", "?", "00:00:00", "nginx: master process"];
const HISTORY = [
  { Id: `sha256:${ID}`, Created: 1700000000, CreatedBy: `CMD ["x"]`, Size: 123456, Comment: "c" },
  { Id: "<missing>", Created: 1690000000, CreatedBy: "RUN", Size: 0, Comment: "" },
  { Id: "<missing>", Created: 1690000000, CreatedBy: "RUN", Size: 0, Comment: "" },
];

/** What the daemon says to a path, where it has what is asked for. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/containers/json": [{ Id: ID, Names: ["/web"], State: "running" }, { Id: GONE, Names: ["/x"], State: "running" }],
  [`/containers/${ID.slice(0, 12)}/json`]: CONTAINER,
  "/containers/web/json": CONTAINER,
  "/containers/web/top": { Titles: ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"], Processes: [PROCESS] },
  "/containers/web/changes": [{ Kind: 0, Path: "/etc" }, { Kind: 1, Path: "/a\nb" }, { Kind: 2, Path: "/c" }],
  "/images/json": ["a:1", "a:2"].map((name) => ({ Id: `sha256:${ID}`, RepoTags: [name], Labels: null })),
  "/images/web/json": { Id: `sha256:${ID}` },
  "/images/web/history": HISTORY,
  "/networks": [],
  "/volumes": { Volumes: [{ Name: "data", Driver: "local", Labels: { k: "v" } }], Warnings: null },
  "/volumes/data": { Name: "data", Driver: "local", Labels: { k: "v" } },
  "/plugins": [],
  "/version": { Version: "28.2.2", ApiVersion: "1.50", Components: [] },
  "/info": { ID: "x", Containers: 2 },
};
const IMAGE = { Id: `sha256:${ID}`, Config: { Labels: null }, RootFS: { Type: "layers", Layers: ["sha256:1"] } };

/** How docker's daemon says that there is no such thing. */
function refusal(path: string): string {
  const [kind, name] = path.slice(1).split("/");
  if (kind === "containers" || kind === "images") return `No such ${kind.slice(0, -1)}: ${name}`;
  return kind === "volumes" ? `get ${name}: no such volume` : `${kind?.slice(0, -1)} "${name}" not found`;
}

function answer(request: Request): Response {
  const path = decodeURIComponent(new URL(request.url).pathname).replace(/^\/v[\d.]+/, "");
  const headers = { "Api-Version": "1.50", Ostype: "linux" };
  if (path === "/_ping") return new Response("OK", { headers });
  const found = path === `/images/sha256:${ID}/json` || /^\/images\/a+\/json$/.test(path) ? IMAGE : ANSWERS[path];
  if (found !== undefined) return Response.json(found, { headers });
  return Response.json({ message: refusal(path) }, { status: 404, headers });
}

for (const shell of ["dash", "bash", "busybox sh"]) {
  const lacking = !hasDocker ? "docker" : (await run(`${shell} -c true`)).code !== 0 ? shell : "";
  const name = `docker's facts are what its program prints, by ${shell}`;
  Deno.test({
    name: lacking ? `${name} (skipped: there is no ${lacking})` : name,
    ignore: lacking !== "",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const path = join(folder, "socket");
      const server = Deno.serve({ path, onListen: () => {} }, answer);
      const env = { DOCKER_HOST: `unix://${path}`, DOCKER_CONFIG: join(folder, "it's $HOME") };
      try {
        await checkFacts({ shell, env });
      } finally {
        await server.shutdown();
        await Deno.remove(folder, { recursive: true });
      }
      // Without a daemon nothing is silently empty.
      const facts = [docker.DockerContainers, docker.DockerNetworks, docker.DockerPlugins, docker.DockerImageLabels];
      for (const fact of [...facts, docker.DockerSystemInfo] as Fact<unknown>[]) {
        await rejects(readFact(fact, {}, { shell, env }), /daemon/i);
      }
      await rejects(readFact(docker.DockerContainer, { objectId: "web" }, { shell, env }), /daemon/i);
      const version = await readFact(docker.DockerVersion, {}, { shell, env });
      deepStrictEqual([typeof version?.Client.Version, version?.Server], ["string", null]);
    },
  });
}

async function checkFacts(options: { readonly shell: string; readonly env: Record<string, string> }): Promise<void> {
  const read = <T>(fact: Fact<T>) => readFact(fact, {}, options);
  // One of the two that were listed has gone in between.
  deepStrictEqual(await read(docker.DockerContainers), [CONTAINER]);
  deepStrictEqual(await read(docker.DockerContainerEnvs), { [ID]: { A: "b=c", S: "x y\nz é", FLAG: "" } });
  deepStrictEqual(await read(docker.DockerContainerLabels), { [ID]: { "a b": `c"d` } });
  deepStrictEqual(await read(docker.DockerContainerMounts), { [ID]: CONTAINER.Mounts });
  deepStrictEqual(await read(docker.DockerContainerNetworks), { [ID]: CONTAINER.NetworkSettings.Networks });
  deepStrictEqual(await read(docker.DockerContainerPorts), { [ID]: CONTAINER.NetworkSettings.Ports });
  deepStrictEqual(await read(docker.DockerImages), [IMAGE]);
  deepStrictEqual(await read(docker.DockerImageLayers), { [`sha256:${ID}`]: ["sha256:1"] });
  deepStrictEqual([await read(docker.DockerNetworks), await read(docker.DockerPlugins)], [[], []]);
  deepStrictEqual(await read(docker.DockerVolumeLabels), { data: { k: "v" } });
  deepStrictEqual((await read(docker.DockerSystemInfo))?.ID, "x");
  deepStrictEqual((await read(docker.DockerVersion))?.Server?.Version, "28.2.2");

  const one = { objectId: "none" };
  const kinds = [docker.DockerContainer, docker.DockerImage, docker.DockerNetwork, docker.DockerVolume];
  for (const fact of [...kinds, docker.DockerPlugin]) deepStrictEqual(await readFact(fact, one, options), null);
  deepStrictEqual(await readFact(docker.DockerContainer, { objectId: "web" }, options), CONTAINER);

  const container = { containerId: "web" };
  const processes = await readFact(docker.DockerContainerProcesses, container, options);
  deepStrictEqual(processes?.map(({ PID, CMD }) => [PID, CMD]), [["1", "nginx: master process"]]);
  deepStrictEqual(await readFact(docker.DockerContainerFsChanges, container, options), [
    { path: "/etc", kind: "C" },
    { path: "/a\nb", kind: "A" },
    { path: "/c", kind: "D" },
  ]);
  deepStrictEqual(await readFact(docker.DockerContainerFsChanges, { containerId: "none" }, options), null);
  const history = await readFact(docker.DockerImageHistory, { imageId: "web" }, options);
  deepStrictEqual(history?.map(({ ID, Size }) => [ID, Size]), [[`sha256:${ID}`, "123456"], ["<missing>", "0"], [
    "<missing>",
    "0",
  ]]);

  deepStrictEqual(await read(docker.DockerAuths), []);
  await Deno.mkdir(options.env.DOCKER_CONFIG!);
  await Deno.writeTextFile(join(options.env.DOCKER_CONFIG!, "config.json"), `{"auths": {"ghcr.io": {"auth": "YTpi"}}}`);
  deepStrictEqual(await read(docker.DockerAuths), ["ghcr.io"]);
}
