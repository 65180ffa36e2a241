import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { files, server } from "drover";
import { testContract } from "drover/connectors/testing";
import { messageOf } from "../../src/api/mod.ts";
import { startSshd } from "../bed/mod.ts";
import { dryWetDryWet, runScript } from "../../src/testing/mod.ts";
import { makeBusyboxRoot } from "../contract/busybox_root.ts";
import { checkContainerFacts, checkEngineFacts } from "../contract/engine_facts.ts";
import { type Engine, startEngine } from "../contract/engines.ts";
import { site } from "../contract/examples/caddy.ts";

const IMAGE = "localhost/drover-test:1";

for (const name of ["docker", "podman"] as const) {
  const started = await startEngine(name);
  const title = `@${name} builds images, uses containers and keeps the contract`;
  if (typeof started === "string") {
    Deno.test({ name: `${title} (skipped: ${started})`, ignore: true, fn: () => {} });
    continue;
  }
  Deno.test(title, async (t) => {
    await using engine = started;
    const root = await Deno.makeTempDir({ prefix: "drover-image-" });
    await makeBusyboxRoot(root).then(() => engine.importImage(root, IMAGE)).finally(() =>
      Deno.remove(root, { recursive: true })
    );
    await t.step("an image becomes a new image that starts as it did", () => buildsImage(engine));
    await t.step("a dry run leaves neither image nor container", () => leavesNothing(engine));
    await t.step("an operation proves itself on a container of an image", () => provesItself(engine));
    await t.step("a container of a failed run is kept", () => keepsFailed(engine));
    await t.step("what cannot be used is told", () => tellsMistakes(engine));
    const container =
      (await engine.run("run", "-d", ...engine.arguments, "--entrypoint", "sh", IMAGE, "-c", "sleep 1000"))
        .trim();
    await t.step("a running container keeps the contract and is left running", async (t) => {
      const without = { sudo: "the image has none" };
      await testContract(t, { reference: `@${name}/${container}`, without, left: () => leftIn(engine, container) });
      strictEqual(
        (await engine.run("container", "inspect", "--format", "{{.State.Running}}", container)).trim(),
        "true",
      );
    });
    await t.step("commands run as the user that the data name", () => runsAs(engine, container));
    await t.step("all facts of a container are its own", () => checkContainerFacts(engine, container));
    await t.step("facts of the engine are what its lists say", () => checkEngineFacts(engine, container));
    await t.step("a container that goes away in the middle fails its host", () => losesContainer(engine, container));
    await t.step(`@${name}ssh reaches the engine of a host behind SSH`, (t) => behindSsh(engine, t));
    deepStrictEqual((await engine.run("ps", "-aq")).trim(), "");
  });
}

async function build(engine: Engine, dry: boolean, script: () => void) {
  const said: string[] = [];
  const outcome = await runScript(`@${engine.name}/${IMAGE}`, script, {
    dry,
    data: {
      docker_arguments: engine.arguments,
      docker_architecture: Deno.build.arch === "x86_64" ? "amd64" : "arm64",
    },
    onEvent: (event) => void (event.type === "message" && said.push(event.text)),
  });
  return { host: [...outcome.results.hosts.values()][0]!, said: said.join("\n") };
}

async function buildsImage(engine: Engine): Promise<void> {
  const { host, said } = await build(engine, false, () => {
    server.shell({ commands: ["echo built > /etc/built"] });
    files.directory({ path: "/srv/app", mode: "750" });
  });
  strictEqual(host.state, "ok", messageOf(host.error));
  const [, image] = /build complete, image ID: ([0-9a-f]{12})$/m.exec(said) ?? [];
  ok(image, said);
  const shown = await engine.run(
    "run",
    "--rm",
    ...engine.arguments,
    image,
    "sh",
    "-c",
    "cat /etc/built; ls -ld /srv/app",
  );
  match(shown, /^built\ndrwxr-x---/);
  const config = await engine.run(
    "image",
    "inspect",
    "--format",
    "{{json .Config.Entrypoint}} {{json .Config.Cmd}}",
    image,
  );
  match(config, /^(null|\[\]) \["sh"\]\s*$/);
  strictEqual((await engine.run("ps", "-aq")).trim(), "");
}

async function leavesNothing(engine: Engine): Promise<void> {
  const images = await imagesOf(engine);
  const { host, said } = await build(engine, true, () => void server.shell({ commands: ["true"] }));
  strictEqual(host.state, "ok", messageOf(host.error));
  strictEqual(said, "");
  strictEqual(await imagesOf(engine), images);
  strictEqual((await engine.run("ps", "-aq")).trim(), "");
}

/** A caddy that keeps its list of modules in a file. */
const CADDY = `#!/bin/sh
case $1 in
  list-modules) cat /etc/caddy/modules 2>/dev/null; echo; echo "  Non-standard modules: 1" ;;
  add-package) shift; mkdir -p /etc/caddy; printf '%s\\n' "$@" >> /etc/caddy/modules ;;
  *) echo "unknown command $1" >&2; exit 2 ;;
esac
`;

async function provesItself(engine: Engine): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "drover-caddy-" });
  await makeBusyboxRoot(root);
  await Deno.mkdir(`${root}/usr/bin`, { recursive: true });
  await Deno.writeTextFile(`${root}/usr/bin/caddy`, CADDY, { mode: 0o755 });
  await engine.importImage(root, "localhost/caddy:2").finally(() => Deno.remove(root, { recursive: true }));
  const images = await imagesOf(engine);
  const src = new URL("../contract/examples/shop.caddy.eta", import.meta.url);
  const script = () => void site({ name: "shop", src, modules: ["dns.providers.hetzner"] });
  await dryWetDryWet(`@${engine.name}/localhost/caddy:2`, script, { data: { docker_arguments: engine.arguments } });
  strictEqual(await imagesOf(engine), images);
  strictEqual((await engine.run("ps", "-aq")).trim(), "");
}

async function keepsFailed(engine: Engine): Promise<void> {
  const images = await imagesOf(engine);
  const { host, said } = await build(engine, false, () => void server.shell({ commands: ["exit 3"] }));
  strictEqual(host.state, "failed");
  const [, container] = /the container ([0-9a-f]{12}) is kept/.exec(said) ?? [];
  ok(container, said);
  strictEqual(await imagesOf(engine), images);
  await engine.run("rm", "-f", "-t", "0", container).catch(() => engine.run("rm", "-f", container));
}

async function behindSsh(engine: Engine, t: Deno.TestContext): Promise<void> {
  const { name, environment } = engine;
  await using sshd = await startSshd({ users: false, environment });
  await Deno.writeTextFile(`${sshd.folder}/config`, "");
  const data = {
    sshHostname: sshd.address,
    sshPort: sshd.port,
    sshUser: "root",
    sshKey: sshd.keyFile,
    sshConfigFile: `${sshd.folder}/config`,
    sshKnownHostsFile: `${sshd.folder}/known_hosts`,
    docker_arguments: engine.arguments,
  };
  const said: string[] = [];
  const script = () => void server.shell({ commands: ["echo built > /etc/built"] });
  const { results } = await runScript(`@${name}ssh/web1:${IMAGE}`, script, {
    data,
    onEvent: (event) => void (event.type === "message" && said.push(event.text)),
  });
  const [result] = [...results.hosts.values()];
  deepStrictEqual([...results.hosts.keys()], [`@ssh/web1/@${name}/${IMAGE}`]);
  strictEqual(result!.state, "ok", messageOf(result!.error));
  const [, image] = /build complete, image ID: ([0-9a-f]{12})$/m.exec(said.join("\n")) ?? [];
  ok(image, said.join("\n"));
  strictEqual(await engine.run("run", "--rm", ...engine.arguments, image, "sh", "-c", "cat /etc/built"), "built\n");
  const gone = await runScript(`@${name}ssh/web1:localhost/no-such-image:9`, () => {}, { data });
  match(messageOf([...gone.results.hosts.values()][0]!.error), /There is neither a container nor an image localhost/);
  if (name === "podman") return;
  const wait = ["--entrypoint", "sh", IMAGE, "-c", "sleep 1000"];
  const container = (await engine.run("run", "-d", ...engine.arguments, ...wait)).trim();
  const [reference, without] = [`@ssh/web1/@${name}/${container}`, { sudo: "the image has none" }];
  await testContract(t, { reference, data, without, left: () => leftIn(engine, container) });
  await engine.run("rm", "-f", container);
}

async function tellsMistakes(engine: Engine): Promise<void> {
  const { results } = await runScript(`@${engine.name}/localhost/no-such-image:9`, () => {}, {
    data: { docker_arguments: engine.arguments },
  });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "unreachable");
  match(messageOf(host!.error), /There is neither a container nor an image localhost\/no-such-image:9/);
}

/** The ids of all images; those of one second come in any order. */
async function imagesOf(engine: Engine): Promise<string> {
  return (await engine.run("images", "-aq")).split("\n").sort().join("\n");
}

/** What sessions have left in a container: processes but its first, which reaps nobody, and temporary files. */
async function leftIn(engine: Engine, container: string): Promise<string[]> {
  const list = "ps -o pid,args; find /tmp /dev/shm /root -name '.drover-*'";
  const said = await engine.run("exec", container, "sh", "-c", list);
  return said.split("\n").filter((line) => line.trim() && !/^\s*(1 |PID |\d+ (sh -c ps |ps -o|\[))/.test(line));
}

async function runsAs(engine: Engine, container: string): Promise<void> {
  let said = "";
  const script = async () => void (said = await server.shell({ commands: ["id -u"] }).stdout);
  const data = { docker_user: "1234" };
  const { results } = await runScript(`@${engine.name}/${container}`, script, { data });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "ok", messageOf(host!.error));
  strictEqual(said.trim(), "1234");
}

async function losesContainer(engine: Engine, container: string): Promise<void> {
  const { results } = await runScript(`@${engine.name}/${container}`, async () => {
    await server.shell({ commands: ["echo begun"] });
    await engine.run("kill", container);
    await engine.run("rm", "-f", container);
    server.shell({ commands: ["echo never"] });
  });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "failed");
  match(messageOf(host!.error), /link to the host was lost|No such container|no container with/i);
}
