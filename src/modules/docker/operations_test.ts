import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { mask, secret } from "../../api/mod.ts";
import { given, plan } from "../../testing/mod.ts";
import * as docker from "./mod.ts";

const { DockerAuths, DockerContainer, DockerImage, DockerPlugin } = docker;
type ContainerArguments = Parameters<typeof docker.container>[0];

/** What would be done about a container that inspection tells this of. */
function container(args: Omit<ContainerArguments, "container">, inspected: Record<string, unknown> | null) {
  return plan(docker.container, { container: "web", ...args }, [
    given(DockerContainer, { objectId: "web" }, inspected),
  ]);
}

const RUNNING = { State: { Running: true } };

Deno.test("a container is made, started, stopped and removed", async () => {
  const args = {
    image: "nginx",
    ports: "8080:80",
    envVars: { A: "b c" },
    restartPolicy: "always",
    command: "nginx -g x",
  };
  deepStrictEqual((await container(args, null)).commands, [
    "docker container create --name web -p 8080:80 -e 'A=b c' --restart always nginx nginx -g x",
    "docker container start web",
  ]);
  deepStrictEqual((await container({ image: "nginx", start: false }, RUNNING)).commands, ["docker container stop web"]);
  deepStrictEqual((await container({ image: "nginx" }, { State: { Running: false } })).commands, [
    "docker container start web",
  ]);
  deepStrictEqual((await container({ present: false }, RUNNING)).commands, ["docker container rm -f web"]);
  await rejects(container({}, null), /without an image/);
});

Deno.test("a container is made anew where it was made in another way than asked for, and not otherwise", async () => {
  const inspected = {
    ...RUNNING,
    Config: { Image: "nginx", Env: ["A=b c", "PATH=/bin"], Labels: { x: "y", z: "" }, Cmd: ["nginx", "-g", "x"] },
    HostConfig: {
      PortBindings: {
        "80/tcp": [{ HostIp: "", HostPort: "8080" }],
        "53/udp": [{ HostIp: "127.0.0.1", HostPort: "53" }],
      },
      Binds: ["data:/data:rw", "/a:/b:ro"],
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
      NanoCpus: 1500000000,
      Memory: 536870912,
      Privileged: false,
    },
    NetworkSettings: { Networks: { front: {} } },
  };
  const same = {
    image: "nginx:latest",
    envVars: ["A=b c", "HOME"],
    labels: { x: "y" },
    ports: ["0.0.0.0:8080:80", "127.0.0.1:53:53/udp", "9000-9010:9000-9010"],
    volumes: ["data:/data", "/a:/b:ro", "/anonymous"],
    networks: "front",
    restartPolicy: "on-failure:3",
    cpus: "1.5",
    memory: "512m",
    command: ["nginx", "-g", "x"],
  };
  deepStrictEqual((await container(same, inspected)).commands, []);
  const others: Partial<ContainerArguments>[] = [
    { image: "nginx:1.27" },
    { envVars: { A: "c" } },
    { labels: { x: "z" } },
    { ports: "8081:80" },
    { ports: "8080:80/udp" },
    { volumes: "data:/other" },
    { networks: ["front", "back"] },
    { restartPolicy: "always" },
    { cpus: 2 },
    { memory: "1g" },
    { privileged: true },
    { command: "nginx" },
    { force: true },
  ];
  for (const other of others) {
    const { commands } = await container({ ...same, ...other }, inspected);
    deepStrictEqual([commands.length, commands[0]], [3, "docker container rm -f web"], JSON.stringify(other));
  }
});

Deno.test("a secret variable of a container is in docker's environment and not among its arguments", async () => {
  const { commands } = await container({ image: "nginx", envVars: { KEY: secret("it's s3cret"), PLAIN: "x" } }, null);
  match(commands[0]!, /^\( export 'KEY=it.*'; docker container create --name web -e KEY -e PLAIN=x nginx \)$/);
  ok(!mask(commands[0]!).includes("s3cret"));
});

Deno.test("an image is pulled or built where it is not there, or every time", async () => {
  const image = given(DockerImage, { objectId: "app:1" }, {});
  const none = given(DockerImage, { objectId: "app:1" }, null);
  deepStrictEqual((await plan(docker.image, { image: "app:1" }, [none])).commands, ["docker image pull app:1"]);
  deepStrictEqual((await plan(docker.image, { image: "app:1" }, [image])).commands, []);
  deepStrictEqual((await plan(docker.image, { image: "app:1", force: true }, [image])).commands.length, 1);
  const build = { path: "/srv/a b", tags: ["app:1"], buildArgs: { V: "1" }, pull: true };
  deepStrictEqual((await plan(docker.build, build, [none])).commands, [
    "docker build -t app:1 --build-arg V=1 --pull '/srv/a b'",
  ]);
  deepStrictEqual((await plan(docker.build, build, [image])).commands, []);
  deepStrictEqual((await plan(docker.build, { ...build, force: true, buildCmd: "docker buildx build" })).commands, [
    "docker buildx build -t app:1 --build-arg V=1 --pull '/srv/a b'",
  ]);
});

Deno.test("a password for a registry goes by the standard input", async () => {
  const args = { username: "ann", password: "p'w", server: "registry.example" };
  const { commands } = await plan(docker.login, args, [given(DockerAuths, {}, [])]);
  deepStrictEqual(commands, [
    `printf %s 'p'"'"'w' | docker login --username ann --password-stdin registry.example`,
  ]);
  const there = given(DockerAuths, {}, ["registry.example"]);
  deepStrictEqual((await plan(docker.login, args, [there])).commands, []);
  deepStrictEqual((await plan(docker.logout, { server: "registry.example" }, [there])).commands.length, 1);
  deepStrictEqual((await plan(docker.logout, {}, [there])).commands, []);
});

Deno.test("a plugin is disabled while its settings change", async () => {
  const plugin = (args: object, inspected: Record<string, unknown> | null) =>
    plan(docker.plugin, { plugin: "a/b", alias: "b", ...args }, [given(DockerPlugin, { objectId: "b" }, inspected)]);
  deepStrictEqual((await plugin({ pluginOptions: { D: "1" }, enabled: false }, null)).commands, [
    "docker plugin install --grant-all-permissions --alias b --disable a/b D=1",
  ]);
  const installed = { Enabled: true, Settings: { Env: ["D=1"] } };
  deepStrictEqual((await plugin({ pluginOptions: ["D=1"] }, installed)).commands, []);
  deepStrictEqual((await plugin({ pluginOptions: ["D=2"] }, installed)).commands, [
    "docker plugin disable b",
    "docker plugin set b D=2",
    "docker plugin enable b",
  ]);
  deepStrictEqual((await plugin({ present: false }, installed)).commands, [
    "docker plugin disable b",
    "docker plugin rm b",
  ]);
});

Deno.test("compose, networks and prune say what was asked for", async () => {
  const compose = { projectDirectory: "/srv/app", files: ["a.yml", "/etc/b.yml"], pull: true, build: true };
  deepStrictEqual((await plan(docker.compose, compose)).commands, [
    "docker compose --project-directory /srv/app -f /srv/app/a.yml -f /etc/b.yml up -d --pull always --build --remove-orphans",
  ]);
  const down = { projectDirectory: "/srv/app", present: false, removeVolumes: true, composeCommand: "docker-compose" };
  deepStrictEqual((await plan(docker.compose, down)).commands, [
    "docker-compose --project-directory /srv/app down --remove-orphans --volumes",
  ]);
  deepStrictEqual((await plan(docker.prune, { all: true, filter: "until=24h" })).commands, [
    "docker system prune -a --filter until=24h -f",
  ]);
  const none = given(docker.DockerNetwork, { objectId: "front" }, null);
  deepStrictEqual(
    (await plan(docker.network, { network: "front", auxAddresses: { r: "10.0.0.9" } }, [none])).commands,
    [
      "docker network create front --aux-address r=10.0.0.9",
    ],
  );
});

Deno.test("volumes and networks are made once and removed once", async () => {
  const volume = async (args: object, found: object | null) =>
    (await plan(docker.volume, { volume: "data", ...args }, [
      given(docker.DockerVolume, { objectId: "data" }, found as Record<string, unknown> | null),
    ])).commands;
  deepStrictEqual(await volume({ driver: "nfs", labels: { a: "b" } }, null), [
    "docker volume create data -d nfs --label a=b",
  ]);
  deepStrictEqual(await volume({}, {}), []);
  deepStrictEqual(await volume({ present: false }, {}), ["docker volume rm data"]);
  deepStrictEqual(await volume({ present: false }, null), []);
  const there = given(docker.DockerNetwork, { objectId: "front" }, {});
  deepStrictEqual((await plan(docker.network, { network: "front" }, [there])).commands, []);
  deepStrictEqual((await plan(docker.network, { network: "front", present: false }, [there])).commands, [
    "docker network rm front",
  ]);
});
