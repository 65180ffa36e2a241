/**
 * Compiles one executable: `deno task compile [--target TARGET] [--output FILE]`.
 * Default: for this machine, to dist/drover. Says how large it is and, where it runs here, how fast it starts.
 *
 * @module
 */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { assertComplete, compile } from "./release/executable.ts";
import { executableName, TARGETS } from "./release/names.ts";

const STARTS = 7;

const { values } = parseArgs({ args: Deno.args, options: { target: { type: "string" }, output: { type: "string" } } });
const target = values.target ?? Deno.build.target;
if (!(TARGETS as readonly string[]).includes(target)) {
  console.error(`No target ${JSON.stringify(target)}; there are ${TARGETS.join(", ")}`);
  Deno.exit(2);
}
const output = values.output ?? `dist/${executableName(target)}`;
await Deno.mkdir(dirname(output), { recursive: true });
const failure = await compile({ output, target, shown: true });
if (failure !== undefined) {
  console.error(`Cannot compile for ${target}: ${failure}`);
  Deno.exit(1);
}
const size = `${output}: ${Math.round((await Deno.stat(output)).size / 1e6)} MB for ${target}`;
if (target !== Deno.build.target) {
  console.log(`${size}; not run here`);
} else {
  const loaded = await assertComplete(await Deno.realPath(output));
  console.log(`${size}; ${loaded}; --version takes ${(await startTime(await Deno.realPath(output))).toFixed(0)} ms`);
}

/** The median of some starts, in milliseconds. */
async function startTime(executable: string): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const begun = performance.now();
    await new Deno.Command(executable, { args: ["--version"] }).output();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[STARTS >> 1]!;
}
