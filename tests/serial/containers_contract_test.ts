import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { files, server } from "drover";
import { testContract } from "drover/connectors/testing";
import { messageOf } from "../../src/api/mod.ts";
import { runScript } from "../../src/testing/mod.ts";
import { makeBusyboxRoot } from "../contract/busybox_root.ts";
import { type Engine, startEngine } from "../contract/engines.ts";

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
    await t.step("a container of a failed run is kept", () => keepsFailed(engine));
    await t.step("what cannot be used is told", () => tellsMistakes(engine));
    const container =
      (await engine.run("run", "-d", ...engine.arguments, "--entrypoint", "sh", IMAGE, "-c", "sleep 1000"))
        .trim();
    await t.step("a running container keeps the contract and is left running", async (t) => {
      await testContract(t, { reference: `@${name}/${container}`, without: { sudo: "the image has none" } });
      strictEqual(
        (await engine.run("container", "inspect", "--format", "{{.State.Running}}", container)).trim(),
        "true",
      );
    });
    await t.step("a container that goes away in the middle fails its host", () => losesContainer(engine, container));
    deepStrictEqual((await engine.run("ps", "-aq")).trim(), "");
  });
}

async function build(engine: Engine, dry: boolean, script: () => void) {
  const said: string[] = [];
  const outcome = await runScript(`@${engine.name}/${IMAGE}`, script, {
    dry,
    data: { docker_arguments: engine.arguments },
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
  const images = await engine.run("images", "-aq");
  const { host, said } = await build(engine, true, () => void server.shell({ commands: ["true"] }));
  strictEqual(host.state, "ok", messageOf(host.error));
  strictEqual(said, "");
  strictEqual(await engine.run("images", "-aq"), images);
  strictEqual((await engine.run("ps", "-aq")).trim(), "");
}

async function keepsFailed(engine: Engine): Promise<void> {
  const images = await engine.run("images", "-aq");
  const { host, said } = await build(engine, false, () => void server.shell({ commands: ["exit 3"] }));
  strictEqual(host.state, "failed");
  const [, container] = /the container ([0-9a-f]{12}) is kept/.exec(said) ?? [];
  ok(container, said);
  strictEqual(await engine.run("images", "-aq"), images);
  await engine.run("rm", "-f", "-t", "0", container).catch(() => engine.run("rm", "-f", container));
}

async function tellsMistakes(engine: Engine): Promise<void> {
  const { results } = await runScript(`@${engine.name}/localhost/no-such-image:9`, () => {}, {
    data: { docker_arguments: engine.arguments },
  });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "unreachable");
  match(messageOf(host!.error), /There is neither a container nor an image localhost\/no-such-image:9/);
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
