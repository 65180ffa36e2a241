/** Operations of docker, on a daemon that is started for the test. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { secret } from "../../src/api/mod.ts";
import { docker } from "../../src/modules/mod.ts";
import { dryWetDryWet } from "../../src/testing/mod.ts";
import { makeBusyboxRoot } from "../contract/busybox_root.ts";
import { startEngine } from "../contract/engines.ts";

const IMAGE = "localhost/drover-herd:1";

const started = await startEngine("docker");
const title = "docker's operations on a daemon";
if (typeof started === "string") Deno.test({ name: `${title} (skipped: ${started})`, ignore: true, fn: () => {} });
else {
  Deno.test(title, async () => {
    await using engine = started;
    const root = await Deno.makeTempDir({ prefix: "drover-image-" });
    try {
      await makeBusyboxRoot(root);
      await engine.importImage(root, IMAGE);
      const globals = { _env: { ...engine.environment, DOCKER_BUILDKIT: "0", DOCKER_CONFIG: root } };
      const dryWet = (script: () => unknown, always = false) => dryWetDryWet("@local", script, { globals, always });
      const inspect = async (format: string) => (await engine.run("container", "inspect", "-f", format, "herd")).trim();

      await dryWet(() => docker.volume({ volume: "grass", labels: { a: "b c" } }));
      const herd = {
        container: "herd",
        image: IMAGE,
        networks: "none",
        volumes: ["grass:/grass", "/srv:/srv:ro"],
        envVars: { NAME: "it's b", KEY: secret("s3cret'key") },
        labels: { a: "b c" },
        restartPolicy: "on-failure:3",
        hostname: "herd",
        user: "0",
        memory: "64m",
        command: ["sh", "-c", "trap exit TERM; while :; do sleep 0.1; done"],
      };
      await dryWet(() => docker.container(herd));
      deepStrictEqual(await inspect("{{.State.Running}} {{.HostConfig.Memory}}"), `true ${64 * 1024 ** 2}`);
      match(await inspect("{{.Config.Env}}"), /s3cret'key/);
      const id = await inspect("{{.Id}}");
      await dryWet(() => docker.container({ ...herd, start: false }));
      await dryWet(() => docker.container(herd));
      strictEqual(await inspect("{{.Id}}"), id);
      await dryWet(() => docker.container({ ...herd, envVars: { NAME: "other" }, memory: "65m" }));
      match(await inspect("{{.Config.Env}} {{.HostConfig.Memory}}"), /NAME=other.* 68157440/);
      await dryWet(() => docker.container({ container: "herd", present: false }));

      await Deno.writeTextFile(join(root, "Dockerfile"), `FROM ${IMAGE}\nARG V\nLABEL v=$V\n`);
      await dryWet(() => docker.build({ path: root, tags: ["herd:2", "herd:latest"], buildArgs: { V: "7" } }));
      strictEqual((await engine.run("image", "inspect", "-f", "{{.Config.Labels.v}}", "herd")).trim(), "7");
      await dryWet(() => docker.image({ image: "herd:2", present: false }));
      await dryWet(() => docker.volume({ volume: "grass", present: false }));
      await dryWet(() => docker.prune({ all: true, volumes: true }), true);
      strictEqual((await engine.run("image", "ls", "-q")).trim(), "");
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}
