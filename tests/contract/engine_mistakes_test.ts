/** Engines that do not answer, in the words of several versions. @module */
import { match, strictEqual } from "node:assert/strict";
import { connector, type DroverError, spawnLocal } from "drover/connectors";
import { runScript } from "../../src/testing/mod.ts";

/** An engine that says something and fails. */
function saying(words: string, code: number) {
  const argv = ["sh", "-c", 'printf "%s\\n" "$0" >&2; exit "$1"', words, String(code)];
  return connector({ name: "stand", connect: () => Promise.resolve({ spawn: () => spawnLocal(argv) }) });
}

async function refusal(reference: string, connectors: Record<string, unknown> = {}): Promise<DroverError> {
  const { results } = await runScript(reference, () => {}, { connectors });
  const { state, error } = [...results.hosts.values()][0]!;
  strictEqual(state, "unreachable");
  return error as DroverError;
}

const SILENT: readonly (readonly [engine: string, says: string])[] = [
  ["docker", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"],
  ["docker", "error during connect: Get http://10.0.0.9:2375/_ping: dial tcp 10.0.0.9:2375: connect: no route to host"],
  ["docker", "failed to connect to the docker API at unix:///run/docker.sock; check if the path is correct"],
  [
    "docker",
    "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
  ],
  ["docker", "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock"],
  ["podman", "Cannot connect to Podman. Please verify your connection to the Linux system using `podman system ...`"],
];

for (const [engine, says] of SILENT) {
  Deno.test(`@${engine} tells that the engine does not answer: ${says}`, async () => {
    const { message, hint } = await refusal(`@stand/@${engine}/app`, { stand: saying(says, 125) });
    strictEqual(message, `The ${engine} engine does not answer: ${says}`);
    strictEqual(hint, "Check that it runs and that the user may use it.");
  });
}

Deno.test("@docker tells that there is no docker, here and on the host in front", async () => {
  const there = await refusal("@stand/@docker/app", { stand: saying("sh: 1: docker: not found", 127) });
  strictEqual(there.message, "Cannot start docker: sh: 1: docker: not found");
  strictEqual(there.hint, "Install docker where the containers are to run.");
  const path = Deno.env.get("PATH")!;
  Deno.env.set("PATH", "/nowhere");
  try {
    match((await refusal("@docker/app")).message, /^Cannot start "docker" on @local: no such program$/);
  } finally {
    Deno.env.set("PATH", path);
  }
});

const installed = await new Deno.Command("docker", { args: ["--version"], stdout: "null", stderr: "null" }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: `the real docker says the same${installed ? "" : " (skipped: there is no docker)"}`,
  ignore: !installed,
  async fn() {
    const before = Deno.env.get("DOCKER_HOST");
    try {
      for (const host of ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1"]) {
        Deno.env.set("DOCKER_HOST", host);
        match((await refusal("@docker/app")).message, /^The docker engine does not answer: \w+/);
      }
    } finally {
      if (before === undefined) Deno.env.delete("DOCKER_HOST");
      else Deno.env.set("DOCKER_HOST", before);
    }
  },
});
