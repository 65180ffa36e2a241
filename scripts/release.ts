/**
 * Makes the files of a release in dist/release: an archive for each platform, VERSION, install.sh, a Homebrew formula,
 * and SHA256SUMS of all of them. Platforms that cannot be compiled for here are skipped, saying so.
 *
 * `deno run -A scripts/release.ts [--target TARGET]… [--output FOLDER] [--releases ADDRESS]`
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import metadata from "../deno.json" with { type: "json" };
import { tarGz, zip } from "./release/archive.ts";
import { assertComplete, compile } from "./release/executable.ts";
import { formula } from "./release/formula.ts";
import {
  archiveName,
  checksumList,
  CHECKSUMS,
  executableName,
  RELEASES,
  type Target,
  TARGETS,
  VERSION_FILE,
} from "./release/names.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const { values } = parseArgs({
  args: Deno.args,
  options: {
    target: { type: "string", multiple: true },
    output: { type: "string", default: join(ROOT, "dist/release") },
    releases: { type: "string", default: RELEASES },
  },
});
const targets = values.target ?? TARGETS;
const unknown = targets.find((target) => !(TARGETS as readonly string[]).includes(target));
if (unknown !== undefined) {
  console.error(`No target ${JSON.stringify(unknown)}; there are ${TARGETS.join(", ")}`);
  Deno.exit(2);
}
if (Deno.env.get("DENORT_BIN")) {
  console.error("DENORT_BIN: the runtime is not what Deno's authors publish; for tests only, do not publish this");
}
Deno.exit(await release(targets as readonly Target[], values.output, new URL(`${values.releases}/`)));

async function release(targets: readonly Target[], folder: string, releases: URL): Promise<number> {
  const { version } = metadata;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  const sums = new Map<string, string>();
  const add = async (name: string, bytes: Uint8Array) => {
    await Deno.writeFile(join(folder, name), bytes);
    const sum = createHash("sha256").update(bytes).digest("hex");
    sums.set(name, sum);
    return sum;
  };
  const archives = new Map<Target, string>();
  for (const target of targets) {
    const bytes = await archive(target);
    if (bytes === undefined) continue;
    const name = archiveName(version, target);
    archives.set(target, await add(name, bytes));
    console.log(`${name}: ${Math.round(bytes.length / 1e6)} MB`);
  }
  if (archives.size === 0) {
    console.error("No platform could be compiled for");
    return 1;
  }
  await add(VERSION_FILE, new TextEncoder().encode(`${version}\n`));
  await add("install.sh", await Deno.readFile(join(ROOT, "scripts/release/install.sh")));
  await add("drover.rb", new TextEncoder().encode(formula({ version, releases, sums: archives })));
  await Deno.writeTextFile(join(folder, CHECKSUMS), checksumList(sums));
  const left = targets.length - archives.size;
  console.log(`${folder}: ${archives.size} of ${targets.length} platforms${left > 0 ? `, ${left} skipped` : ""}`);
  return 0;
}

/** The archive of a platform; nothing where it cannot be compiled here. */
async function archive(target: Target): Promise<Uint8Array | undefined> {
  const work = await Deno.makeTempDir();
  try {
    const output = join(work, executableName(target));
    const reason = await compile({ output, target });
    if (reason !== undefined) {
      console.error(`Skipped ${target}: ${reason}`);
      return undefined;
    }
    if (target === Deno.build.target) await assertComplete(output);
    const files = [
      { name: executableName(target), bytes: await Deno.readFile(output), executable: true },
      { name: "LICENSE", bytes: await Deno.readFile(join(ROOT, "LICENSE")) },
    ];
    return target.includes("windows") ? zip(files) : tarGz(files);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}
