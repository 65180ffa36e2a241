/** A way to do something, and what it is called in the table. */
export interface Contender {
  readonly name: string;
  /** Does it once. */
  readonly run: () => Promise<Measured>;
  /** Takes so long that it is run only once, without warming up. */
  readonly isSlow?: boolean;
}

/** What one run took. */
export interface Measured {
  readonly milliseconds: number;
  /** Processor time of the program and its children, where it was measured. */
  readonly cpuMilliseconds?: number;
  /** The most memory of the largest of its processes, where it was measured. */
  readonly peakMebibytes?: number;
  /** How often a host was spoken to after it had said something, where that was counted. */
  readonly turns?: number;
}

/** The medians of one contender. */
export interface Medians extends Measured {
  readonly name: string;
  /** The median of the ratios to the first contender, run by run. */
  readonly ratio: number;
}

/** Runs contenders in turn, so that a machine whose speed drifts slows all; the first is what the others are compared to. */
export async function compare(
  contenders: readonly Contender[],
  runs: number,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Medians[]> {
  const measured: Measured[][] = contenders.map(() => []);
  for (let run = 0; run <= runs; run++) {
    for (const [index, contender] of contenders.entries()) {
      if (contender.isSlow && run !== 1) continue;
      await before();
      const one = await contender.run();
      // The first round only warms up.
      if (run > 0) measured[index]!.push(one);
    }
  }
  return contenders.map(({ name }, index) => {
    const mine = measured[index]!;
    const medianOf = (key: keyof Measured) => {
      const values = mine.map((one) => one[key]).filter((value) => value !== undefined);
      return values.length > 0 ? median(values) : undefined;
    };
    return {
      name,
      milliseconds: median(mine.map(({ milliseconds }) => milliseconds)),
      cpuMilliseconds: medianOf("cpuMilliseconds"),
      peakMebibytes: medianOf("peakMebibytes"),
      turns: medianOf("turns"),
      ratio: median(mine.map(({ milliseconds }, run) => milliseconds / measured[0]![run]!.milliseconds)),
    };
  });
}

/** GNU time, which tells the memory that a program took. */
const TIME = "/usr/bin/time";

/** Runs a program to its end. @throws {Error} with what it said, if it fails */
export async function timed(argv: readonly string[], stdin?: string): Promise<Measured> {
  const hasTime = await Deno.stat(TIME).then(() => true, () => false);
  const start = performance.now();
  // `times` tells the processor time of the children of the shell, on its last line.
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      '"$@" >/dev/null; code=$?; times; exit $code',
      "sh",
      ...hasTime ? [TIME, "-f", "most memory %M"] : [],
      ...argv,
    ],
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (stdin !== undefined) await new Response(stdin).body!.pipeTo(child.stdin);
  const { success, stdout, stderr } = await child.output();
  const milliseconds = performance.now() - start;
  if (!success) throw new Error(`${argv.join(" ")} failed: ${new TextDecoder().decode(stderr)}`);
  const [user = "", system = ""] = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!.split(" ");
  const kibibytes = /^most memory (\d+)$/m.exec(new TextDecoder().decode(stderr))?.[1];
  return {
    milliseconds,
    cpuMilliseconds: toMilliseconds(user) + toMilliseconds(system),
    peakMebibytes: kibibytes === undefined ? undefined : Number(kibibytes) / 1024,
  };
}

function toMilliseconds(time: string): number {
  const [minutes = "0", seconds = "0"] = time.replace("s", "").split("m");
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** The middle one of some values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
