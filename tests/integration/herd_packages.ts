/** Packages that are made on the spot, so that no test needs a network. @module */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { run } from "../bed/mod.ts";

/** A Debian package to make. */
export interface DebianPackage {
  readonly name: string;
  readonly version?: string;
  /** Files that it brings, by their paths; what starts with `#!` can be run. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Makes a `.deb` file in a folder, and gives what a repository says of it. */
export async function makeDeb(
  folder: string,
  { name, version = "1.0", files = {} }: DebianPackage,
  fileName = `${name}_${version}_all.deb`,
): Promise<string> {
  const control = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: Tests <tests@example.net>\n` +
    `Description: ${name} of the tests\n`;
  const root = await Deno.makeTempDir({ prefix: "drover-deb-" });
  try {
    await Deno.chmod(root, 0o755);
    for (const [path, content] of Object.entries({ "DEBIAN/control": control, ...files })) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), content);
      await Deno.chmod(join(root, path), content.startsWith("#!") ? 0o755 : 0o644);
    }
    await run(["dpkg-deb", "--root-owner-group", "--build", root, join(folder, fileName)]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
  const bytes = await Deno.readFile(join(folder, fileName));
  const digest = createHash("sha256").update(bytes).digest("hex");
  return `${control}Filename: ./${fileName}\nSize: ${bytes.length}\nSHA256: ${digest}\n`;
}

/** Makes a folder that apt takes for a repository. */
export async function makeRepository(folder: string, packages: readonly DebianPackage[]): Promise<void> {
  const entries = [];
  for (const one of packages) entries.push(await makeDeb(folder, one));
  await Deno.writeTextFile(join(folder, "Packages"), entries.join("\n"));
}

const WHEEL = `
import sys, zipfile
folder, version = sys.argv[1:]
with zipfile.ZipFile(f"{folder}/herd_demo-{version}-py3-none-any.whl", "w") as wheel:
    info = f"herd_demo-{version}.dist-info"
    wheel.writestr("herd_demo.py", "")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: herd-demo\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

/** Makes a package for pip in a folder; not where there is no Python with a pip that takes what the deploy tells it. */
export async function makeWheel(folder: string): Promise<boolean> {
  try {
    await run(["/usr/bin/pip3", "install", "--break-system-packages", "--help"]);
  } catch {
    return false;
  }
  await run(["/usr/bin/python3", "-c", WHEEL, folder, "1.0"]);
  return true;
}

/** Makes a bare git repository with one commit and tags, which can be served as plain files. */
export async function makeGitRepository(
  path: string,
  files: Readonly<Record<string, string>>,
  tags: readonly string[] = [],
): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "drover-git-" });
  const git = (...words: string[]) =>
    run(["git", "-C", work, "-c", "user.name=Tests", "-c", "user.email=tests@example.net", ...words]);
  try {
    await git("init", "--quiet", "--initial-branch=main");
    for (const [name, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(work, name)), { recursive: true });
      await Deno.writeTextFile(join(work, name), content, { mode: content.startsWith("#!") ? 0o755 : 0o644 });
    }
    await git("add", ".");
    await git("commit", "--quiet", "--message=First");
    for (const tag of tags) await git("tag", tag);
    await run(["git", "clone", "--quiet", "--bare", work, path]);
    await run(["git", "-C", path, "update-server-info"]);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

/** Serves a folder on loopback, which the hosts of the bed share with this machine. */
export function serveFolder(folder: string): AsyncDisposable & { readonly origin: string } {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    if (path.includes("..")) return new Response("", { status: 404 });
    try {
      return new Response(await Deno.readFile(join(folder, path)));
    } catch {
      return new Response("", { status: 404 });
    }
  });
  return { origin: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}
