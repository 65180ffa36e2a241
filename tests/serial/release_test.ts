/** What a release consists of is taken from a server by install.sh and by `drover upgrade`, as users do. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tarGz } from "../../scripts/release/archive.ts";
import { archiveName, checksumList, CHECKSUMS } from "../../scripts/release/names.ts";
import metadata from "../../deno.json" with { type: "json" };
import { compiledTest, runProgram } from "./denort.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = "x86_64-unknown-linux-gnu";
const { version } = metadata;

compiledTest("a release is installed and upgraded", async (environment) => {
  const folder = await Deno.makeTempDir();
  const releases = new FakeReleases();
  try {
    const made = await runProgram(
      [Deno.execPath(), "run", "-A", "scripts/release.ts", "--target", TARGET, "--output", join(folder, "release")],
      { cwd: ROOT, env: environment },
    );
    strictEqual(made.code, 0, made.stderr);
    for await (const { name } of Deno.readDir(join(folder, "release"))) {
      releases.files.set(`download/v${version}/${name}`, await Deno.readFile(join(folder, "release", name)));
    }
    releases.newest(version);
    await installs(folder, releases);
    await upgrades(folder, releases);
  } finally {
    await releases[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  }
});

/** Installs for users with different tools, and not when something is wrong. */
async function installs(folder: string, releases: FakeReleases): Promise<void> {
  const home = join(folder, "home");
  const install = (env: Record<string, string> = {}) =>
    runProgram(["sh", join(folder, "release/install.sh")], {
      env: { ...releases.environment, HOME: home, DROVER_INSTALL: join(home, "bin"), ...env },
    });
  const installed = join(home, "bin/drover");

  const right = await install();
  strictEqual(right.code, 0, right.stderr);
  match(right.stdout, new RegExp(`^drover ${version}: ${installed}\nTo call it as drover, .*export PATH="`));
  strictEqual((await runProgram([installed, "--version"])).stdout, `drover ${version}\n`);
  deepStrictEqual(await names(join(home, "bin")), ["drover"]);

  // Without curl, by wget; and a version by its name, in the folder that is on the PATH.
  const tools = join(folder, "tools");
  await Deno.mkdir(tools);
  for (
    const tool of ["sh", "wget", "uname", "id", "mktemp", "cat", "awk", "sha256sum", "cut", "tar", "gzip", "mkdir"]
  ) {
    await linkTool(tools, tool);
  }
  for (const tool of ["cp", "chmod", "mv", "rm"]) await linkTool(tools, tool);
  const byWget = await install({
    PATH: `${tools}:${join(home, "other")}`,
    DROVER_INSTALL: join(home, "other"),
    DROVER_VERSION: `v${version}`,
  });
  strictEqual(byWget.code, 0, byWget.stderr);
  strictEqual(byWget.stdout, `drover ${version}: ${join(home, "other/drover")}\n`);

  await Deno.writeTextFile(installed, "before");
  const name = archiveName("0.9.0", TARGET);
  releases.add("0.9.0", { program: "exit 3" });
  releases.add("0.8.0", { program: "exit 0", sum: "0".repeat(64) });
  releases.files.set(`download/v0.7.0/${CHECKSUMS}`, new TextEncoder().encode("<html>not found</html>"));
  for (
    const [asked, message] of [
      ["9.9.9", /^(curl: .*\n)?drover: cannot download http:.*\/v9\.9\.9\/SHA256SUMS\n$/],
      ["0.9.0", /^drover: the executable does not run on this machine\n$/],
      [
        "0.8.0",
        /^drover: drover-0\.8\.0-.* is not what the release says: expected SHA-256 0{64}, found [0-9a-f]{64}\n$/,
      ],
      ["0.7.0", new RegExp(`^drover: version 0.7.0 has no executable for ${TARGET}\n$`)],
      ["../../x", /^drover: expected a version, found '\.\.\/\.\.\/x'\n$/],
    ] as const
  ) {
    const wrong = await install({ DROVER_VERSION: asked });
    match(wrong.stderr, message, asked);
    strictEqual(wrong.code, 1);
    strictEqual(await Deno.readTextFile(installed), "before", `${name} ${asked}`);
  }
  deepStrictEqual(await names(join(home, "bin")), ["drover"]);
}

/** Replaces the executable, through a link too, and leaves it as it is when something is wrong. */
async function upgrades(folder: string, releases: FakeReleases): Promise<void> {
  const binary = join(folder, "home/other/drover");
  const link = join(folder, "link");
  await Deno.symlink(binary, link);
  await Deno.chmod(binary, 0o750);
  if (Deno.uid() === 0) await Deno.chown(binary, 65534, 65534);
  const { uid } = await Deno.stat(binary);
  const inode = (await Deno.stat(binary)).ino;
  const upgrade = (args: readonly string[] = [], env: Record<string, string> = {}) =>
    runProgram([link, "upgrade", ...args], { env: { ...releases.environment, ...env } });

  const newest = await upgrade();
  deepStrictEqual([newest.code, newest.stdout], [0, `drover ${version} stays: there is no newer one\n`]);
  const same = await upgrade([`--version=v${version}`]);
  deepStrictEqual([same.code, same.stdout], [0, `drover ${version} stays: it is this version\n`]);

  releases.add("2.0.0", { program: "echo drover 2.0.1" });
  releases.add("2.1.0", { program: "echo cannot start >&2; exit 1" });
  for (
    const [args, env, message] of [
      [["--version", "9.9.9"], {}, /^Cannot download http:.*\/download\/v9\.9\.9\/SHA256SUMS: the server said 404/m],
      [
        ["--version", "0.8.0"],
        {},
        /^drover-0\.8\.0-.* is not what the release says: expected SHA-256 0{64}, found /m,
      ],
      [
        ["--version", "0.7.0"],
        {},
        /^Drover 0\.7\.0 has no release for this platform: SHA256SUMS lists no drover-0/m,
      ],
      [["--version", "2.0.0"], {}, /is not what it says: expected drover 2\.0\.0, found "drover 2\.0\.1"/],
      [["--version", "2.1.0"], {}, /^Drover 2\.1\.0 does not run on this machine: "cannot start"/m],
      [["--version", "../x"], {}, /^Expected a version such as .*, found "\.\.\/x"/],
      [[], { DROVER_RELEASES: "http://example.org/" }, /^Refused to download from http:\/\/example\.org\/: /],
      [[], { DROVER_RELEASES: "nowhere" }, /^DROVER_RELEASES is no address: "nowhere"/],
      [
        [],
        { DROVER_RELEASES: "http://127.0.0.1:1/" },
        /^Cannot download http:\/\/127\.0\.0\.1:1\/latest\/download\/VERSION: /,
      ],
    ] as const
  ) {
    const wrong = await upgrade(args, env);
    match(wrong.stderr, message);
    strictEqual(wrong.code, 2);
    strictEqual((await Deno.stat(binary)).ino, inode, args.join(" "));
  }
  deepStrictEqual(await names(join(folder, "home/other")), ["drover"]);

  // Interrupted in the middle of the archive.
  const name = archiveName("3.0.0", TARGET);
  releases.add("3.0.0", { program: "echo drover 3.0.0" });
  const begun = releases.neverEnds(`download/v3.0.0/${name}`);
  const child = new Deno.Command(link, {
    args: ["upgrade", "--version", "3.0.0"],
    env: releases.environment,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const ending = child.output();
  await begun;
  child.kill("SIGINT");
  const interrupted = await ending;
  strictEqual(interrupted.code, 130);
  match(new TextDecoder().decode(interrupted.stderr), /^Interrupted while downloading http:.*3\.0\.0/m);
  strictEqual((await Deno.stat(binary)).ino, inode);
  deepStrictEqual(await names(join(folder, "home/other")), ["drover"]);

  releases.add("1.2.3", { program: "echo drover 1.2.3" });
  releases.newest("1.2.3");
  const right = await upgrade();
  strictEqual(right.code, 0, right.stderr);
  strictEqual(right.stdout, `drover ${version} is now 1.2.3: ${binary}\n`);
  strictEqual((await runProgram([link, "--version"])).stdout, "drover 1.2.3\n");
  const after = await Deno.stat(binary);
  deepStrictEqual([after.mode! & 0o777, after.uid], [0o750, uid]);
  ok((await Deno.lstat(link)).isSymlink);
  deepStrictEqual(await names(join(folder, "home/other")), ["drover"]);
}

/** Releases on a server of this machine. */
class FakeReleases implements AsyncDisposable {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #endless = new Map<string, () => void>();
  readonly #server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = new URL(request.url).pathname.slice(1);
    const begun = this.#endless.get(path);
    if (begun) return new Response(endless(begun));
    const found = this.files.get(path);
    return found ? new Response(found) : new Response("not found", { status: 404 });
  });

  get environment(): Record<string, string> {
    return { DROVER_RELEASES: `http://127.0.0.1:${this.#server.addr.port}`, NO_PROXY: "127.0.0.1" };
  }

  /** A release whose executable is a shell script. */
  add(version: string, { program, sum }: { readonly program: string; readonly sum?: string }): void {
    const bytes = new TextEncoder().encode(`#!/bin/sh\n${program}\n`);
    const archive = new Uint8Array(tarGz([{ name: "drover", bytes, executable: true }]));
    const name = archiveName(version, TARGET);
    const sums = new Map([[name, sum ?? createHash("sha256").update(archive).digest("hex")]]);
    this.files.set(`download/v${version}/${name}`, archive);
    this.files.set(`download/v${version}/${CHECKSUMS}`, new TextEncoder().encode(checksumList(sums)));
  }

  /** Sends the beginning of a file and no end; resolves when whoever asked has begun to read. */
  neverEnds(path: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#endless.set(path, resolve);
    return promise;
  }

  newest(version: string): void {
    this.files.set("latest/download/VERSION", new TextEncoder().encode(`${version}\n`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A body whose beginning is taken, after which nothing comes. */
function endless(begun: () => void): ReadableStream<Uint8Array> {
  let pulls = 0;
  return new ReadableStream({
    pull(controller) {
      if (pulls++ === 0) return controller.enqueue(new Uint8Array(1024));
      begun();
      return new Promise(() => {});
    },
  }, { highWaterMark: 0 });
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

async function linkTool(folder: string, name: string): Promise<void> {
  const { stdout } = await runProgram(["sh", "-c", 'command -v "$1"', "sh", name]);
  await Deno.symlink(stdout.trim(), join(folder, name));
}
