/** The types of what `drover` exports, for editors without Deno: `drover init` writes them into a project. @module */
import { createHash } from "node:crypto";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import metadata from "../../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMPILER = "npm:typescript@7.0.2/tsc";

/** Where an executable takes them from, and the program that runs from its sources. */
export const TYPES_FILE = join(ROOT, "dist/types.json.gz");

/** Makes the file unless it is there for these sources. @throws {Error} where TypeScript cannot be had */
export async function makeTypes(): Promise<string> {
  const sources = await digestOfSources();
  const made = await readMade();
  if (made?.sources === sources) return described(made.files);
  const folder = await Deno.makeTempDir();
  try {
    const zod = await packageFolder("zod");
    await declare(folder, zod);
    const files = await collect(join(folder, "out"), zod);
    await Deno.mkdir(dirname(TYPES_FILE), { recursive: true });
    await Deno.writeFile(TYPES_FILE, gzipSync(JSON.stringify({ sources, entries: ENTRIES, files })));
    return described(files);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Files = Readonly<Record<string, string>>;

function described(files: Files): string {
  return `${relative(ROOT, TYPES_FILE)}: ${Object.keys(files).length} files`;
}

async function readMade(): Promise<{ readonly sources: string; readonly files: Files } | undefined> {
  const bytes = await Deno.readFile(TYPES_FILE).catch(() => undefined);
  return bytes && JSON.parse(gunzipSync(bytes).toString());
}

async function digestOfSources(): Promise<string> {
  const hash = createHash("sha256").update(COMPILER).update(await Deno.readFile(fileURLToPath(import.meta.url)));
  hash.update(await Deno.readFile(join(ROOT, "deno.json")));
  for (const folder of ["src", "connectors"]) {
    for (const path of await modulesIn(join(ROOT, folder))) hash.update(path).update(await Deno.readFile(path));
  }
  return hash.digest("hex");
}

async function modulesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await modulesIn(path));
    else if (/(?<!_test)\.ts$/.test(name)) found.push(path);
  }
  return found.sort();
}

/** Lets TypeScript write the declarations of the entry points, and of all that they lead to. */
async function declare(folder: string, zod: string): Promise<void> {
  const entries = Object.entries(metadata.exports).map(([name, file]) => [`drover${name.slice(1)}`, join(ROOT, file)]);
  const settings = {
    compilerOptions: {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: join(folder, "out"),
      rootDir: ROOT,
      module: "esnext",
      target: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      strict: true,
      // deno check does that.
      noCheck: true,
      skipLibCheck: true,
      types: [],
      lib: ["esnext", "dom"],
      paths: {
        ...Object.fromEntries(entries.map(([name, file]) => [name, [file]])),
        "zod": [join(zod, "index.d.ts")],
      },
    },
    files: [join(folder, "deno.d.ts"), ...entries.map(([, file]) => file)],
  };
  await Deno.writeFile(join(folder, "deno.d.ts"), await output(["types"], folder));
  await Deno.writeTextFile(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const options = ["--allow-all", "--no-lock", "--no-config", "--node-modules-dir=none", "--quiet"];
  await output(["run", ...options, COMPILER, "--project", folder], folder);
}

// Not those of the examples in comments.
const IMPORT = /(?<!^\s*\*.*)(\bfrom |\bimport\(|^import )"([^"]+)"/gm;

/** What the entry points are imported as, and their declarations. */
const ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(metadata.exports).map(([name, file]) => [`drover${name.slice(1)}`, declarationOf(file.slice(2))]),
);

function declarationOf(module: string): string {
  return module.replace(/(\.d)?\.[jt]s$/, ".d.ts");
}

/** The declarations that the entry points lead to, by their paths; those of zod in a folder of their own. */
async function collect(out: string, zod: string): Promise<Files> {
  const files: Record<string, string> = { "zod/LICENSE": await Deno.readTextFile(join(zod, "LICENSE")) };
  const named: Readonly<Record<string, string>> = { ...ENTRIES, "zod": "zod/index.d.ts" };
  const waiting = Object.values(ENTRIES).slice();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (file in files) continue;
    const from = file.startsWith("zod/") ? join(zod, file.slice("zod/".length)) : join(out, file);
    files[file] = (await Deno.readTextFile(from)).replaceAll(IMPORT, (found, before, specifier) => {
      const target = specifier.startsWith(".") ? besides(file, specifier, zod) : named[specifier];
      if (target === undefined) return found;
      waiting.push(target);
      // Deno takes no other name than that of the file.
      const path = posix.relative(posix.dirname(file), target);
      return `${before}"${path.startsWith(".") ? path : `./${path}`}"`;
    });
  }
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => one < other ? -1 : 1));
}

/** What a relative import leads to; TypeScript names what only zod has by the way there from the sources. */
function besides(file: string, specifier: string, zod: string): string {
  const inner = file.startsWith("zod/") ? undefined : relative(zod, join(ROOT, posix.dirname(file), specifier));
  const target = inner?.startsWith("..") === false ? `zod/${inner}` : posix.join(posix.dirname(file), specifier);
  return declarationOf(/\.[cm]?[jt]s$/.test(target) ? target : `${target}.ts`);
}

/** Where Deno keeps a package of npm that the program uses. */
async function packageFolder(name: string): Promise<string> {
  const { npmCache } = JSON.parse(new TextDecoder().decode(await output(["info", "--json"], ROOT)));
  const version = (metadata.imports as Readonly<Record<string, string>>)[name]!.split("@").pop()!;
  for await (const { name: registry } of Deno.readDir(npmCache)) {
    const folder = join(npmCache, registry, name, version);
    if (await Deno.stat(folder).catch(() => undefined)) return folder;
  }
  throw new Error(`${name} ${version} is not in the cache of Deno: ${npmCache}`);
}

async function output(args: readonly string[], cwd: string): Promise<Uint8Array> {
  const ended = await new Deno.Command(Deno.execPath(), { args: [...args], cwd, stdin: "null" }).output();
  if (ended.success) return ended.stdout;
  const said = new TextDecoder().decode(ended.stdout) + new TextDecoder().decode(ended.stderr);
  throw new Error(`deno ${args.join(" ")} failed: ${said.trim()}`);
}
