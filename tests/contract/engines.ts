/** Container engines of this machine for tests. @module */
import { bedAvailable, run } from "../bed/mod.ts";

/** An engine that runs. */
export interface Engine extends AsyncDisposable {
  readonly name: "docker" | "podman";
  /** What `run` needs here. */
  readonly arguments: string[];
  /** How its command line finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs its command line. @throws {Error} */
  run(...args: string[]): Promise<string>;
  /** Makes an image of a folder. */
  importImage(root: string, image: string): Promise<void>;
}

/** Starts an engine, and installs it if it has to; or says why it cannot be had. */
export async function startEngine(name: "docker" | "podman"): Promise<Engine | string> {
  const bed = await bedAvailable();
  if (!bed.available) return bed.reason;
  try {
    await install(name);
    return name === "docker" ? await startDocker() : await startPodman();
  } catch (error) {
    return (error as Error).message.split("\n").at(-1)!.slice(0, 200);
  }
}

async function install(name: "docker" | "podman"): Promise<void> {
  const programs = name === "docker" ? ["dockerd", "docker"] : ["podman", "runc"];
  const found = await run(["sh", "-c", 'for p; do command -v "$p" >/dev/null || echo "$p"; done', "sh", ...programs]);
  if (found === "") return;
  const packages = name === "docker" ? ["docker.io"] : ["podman", "runc"];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["timeout", "60", "apt-get", "install", "-q", "-y", "--no-install-recommends", ...packages], { env });
}

function engineOf(
  name: Engine["name"],
  args: string[],
  environment: Readonly<Record<string, string>>,
  end: () => Promise<void>,
): Engine {
  return {
    name,
    arguments: args,
    environment,
    run: (...words) => run([name, ...words]),
    async importImage(root, image) {
      await run(["sh", "-c", 'tar -C "$1" -c . | "$0" import - "$2"', name, root, image]);
    },
    [Symbol.asyncDispose]: end,
  };
}

async function startDocker(): Promise<Engine> {
  const folder = await Deno.makeTempDir({ prefix: "drover-docker-" });
  const socket = `unix://${folder}/socket`;
  const daemon = new Deno.Command("dockerd", {
    args: [
      "--iptables=false",
      "--bridge=none",
      "--storage-driver=vfs",
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/pid`,
      `--host=${socket}`,
      "--default-ulimit=nofile=10000:10000",
      "--exec-opt=native.cgroupdriver=cgroupfs",
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const before = Deno.env.get("DOCKER_HOST");
  const listening = heard(daemon.stderr, "API listen on");
  const end = async () => {
    daemon.kill("SIGTERM");
    await daemon.status;
    await listening.drained;
    if (before === undefined) Deno.env.delete("DOCKER_HOST");
    else Deno.env.set("DOCKER_HOST", before);
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await listening.found;
    Deno.env.set("DOCKER_HOST", socket);
    return engineOf("docker", ["--network", "none"], { DOCKER_HOST: socket }, end);
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
}

/** Tells when a text is in a stream, and reads on to its end. */
function heard(stream: ReadableStream<Uint8Array>, text: string) {
  const { promise: found, resolve, reject } = Promise.withResolvers<void>();
  const drained = (async () => {
    let log = "";
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      if ((log = (log + piece).slice(-10_000)).includes(text)) resolve();
    }
    reject(new Error(`the engine ended: ${log.trim().split("\n").at(-1)}`));
  })();
  found.catch(() => {});
  return { found, drained };
}

async function startPodman(): Promise<Engine> {
  const folder = await Deno.makeTempDir({ prefix: "drover-podman-" });
  const config = `[containers]
default_ulimits = ["nofile=10000:10000", "nproc=1000:1000"]
netns = "none"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;
  await Deno.writeTextFile(`${folder}/containers.conf`, config);
  const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`;
  await Deno.writeTextFile(`${folder}/storage.conf`, storage);
  const env = { CONTAINERS_CONF: `${folder}/containers.conf`, CONTAINERS_STORAGE_CONF: `${folder}/storage.conf` };
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  const end = async () => {
    await run(["podman", "rm", "-fa", "-t", "0"]).catch(() => {});
    for (const name of Object.keys(env)) Deno.env.delete(name);
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await run(["podman", "info"]);
    return engineOf("podman", [], env, end);
  } catch (error) {
    await end();
    throw error;
  }
}
