/** What packages hold beside what the program loads; `--self-check` proves that nothing else is left out. @module */
import { join } from "node:path";
import metadata from "../../deno.json" with { type: "json" };

/** Parts of packages that are never loaded: sources, tests, and builds for browsers. Each MB costs a start 1 ms. */
const UNUSED_PARTS: Readonly<Record<string, readonly string[]>> = {
  "amaro": ["lib"],
  "cpu-features": ["deps"],
  "nunjucks": ["browser"],
  "ssh2": ["test"],
  "zod": ["src"],
};

/** Packages that only tests and types use: a compiler may carry them because the lock lists them. */
const UNUSED_PACKAGES = [
  "@types/node",
  ...Object.keys(metadata.imports).filter((name) => name === "fast-check" || name.startsWith("@types/")),
];

/** The files and folders in a compiler's cache of packages that an executable does not need. */
export async function unusedParts(compiler: string): Promise<string[]> {
  const args = ["info", "--json"];
  const { stdout } = await new Deno.Command(compiler, { args, stdin: "null", stderr: "null" }).output();
  const { npmCache } = JSON.parse(new TextDecoder().decode(stdout)) as { readonly npmCache: string };
  const found: string[] = [];
  for (const registry of await folders(npmCache)) {
    for (const [name, parts] of Object.entries(UNUSED_PARTS)) {
      for (const version of await folders(join(registry, name))) {
        found.push(...parts.map((part) => join(version, part)));
      }
    }
    for (const name of UNUSED_PACKAGES) {
      // The compiler heeds what is left out below a package, not the package itself.
      for (const version of await folders(join(registry, name))) found.push(...await entries(version));
    }
  }
  return found;
}

async function folders(path: string): Promise<string[]> {
  return (await list(path)).filter(({ isDirectory }) => isDirectory).map(({ name }) => join(path, name));
}

async function entries(path: string): Promise<string[]> {
  return (await list(path)).map(({ name }) => join(path, name));
}

async function list(path: string): Promise<Deno.DirEntry[]> {
  return await Array.fromAsync(Deno.readDir(path)).catch(() => []);
}
