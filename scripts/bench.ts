/**
 * Benchmarks, as ratios that are measured side by side in one run: `deno task bench`.
 * Each pair runs in turn, so that a machine whose speed drifts slows both.
 */
const RUNS = 7;

interface Pair {
  readonly what: string;
  readonly ours: readonly string[];
  readonly floor: readonly string[];
  readonly floorIs: string;
}

const folder = await Deno.makeTempDir();
const script = `${folder}/deploy.ts`;
await Deno.writeTextFile(
  script,
  `import { files } from "drover";
export default () => { for (let i = 0; i < 20; i++) files.file({ path: \`${folder}/file\${i}\` }); };
`,
);
await Deno.writeTextFile(`${folder}/empty.ts`, "");
const touch = Array.from({ length: 20 }, (_, index) => `touch ${folder}/file${index}`).join("; ");
const drover = [Deno.execPath(), "run", "-A", new URL("../main.ts", import.meta.url).pathname];
const empty = [Deno.execPath(), "run", `${folder}/empty.ts`];

const pairs: readonly Pair[] = [
  { what: "start, --version", ours: [...drover, "--version"], floor: empty, floorIs: "an empty program" },
  {
    what: "20 files on @local, nothing to change",
    ours: [...drover, "@local", script, "-y"],
    floor: ["sh", "-c", touch],
    floorIs: "sh -c 'touch …'",
  },
];

for (const { what, ours, floor, floorIs } of pairs) {
  await time(ours);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [mine, its] = [await time(ours), await time(floor)];
    ratios.push(mine / its);
    times.push(mine);
  }
  console.log(`${what}: ${median(times).toFixed(0)} ms, ${median(ratios).toFixed(1)} × ${floorIs} (median of ${RUNS})`);
}
await Deno.remove(folder, { recursive: true });

async function time([program = "", ...args]: readonly string[]): Promise<number> {
  const start = performance.now();
  const { success } = await new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output();
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
