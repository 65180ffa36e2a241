import type { OverlayHosts } from "../../tests/bed/mod.ts";
import { droverCommand } from "./drover.ts";
import { startLinks, writeInventory } from "./links.ts";
import { compare, type Measured, type Medians, timed } from "./measure.ts";
import { options } from "./ssh.ts";

/** The two files, in bytes: the time of the small one is that of start, login and looking. */
const SIZES = { large: 64 * 1024 * 1024, small: 10 } as const;
type Size = keyof typeof SIZES;

/** How a file of 64 MiB went between here and a host, by `scp` and by Drover. */
export interface Transfers {
  /** The whole run. */
  readonly whole: readonly Medians[];
  /** Less the time of a run with 10 bytes: what the throughput is. */
  readonly bytes: readonly Medians[];
}

/** Takes files to a host or from it. */
export async function compareTransfers(
  bed: OverlayHosts,
  direction: "upload" | "download",
  runs: number,
): Promise<Transfers> {
  const [host] = bed.hosts as [OverlayHosts["hosts"][number]];
  await using started = await startLinks([host], 0);
  const [link] = started.links as [(typeof started.links)[number]];
  const folder = await Deno.makeTempDir();
  const isUpload = direction === "upload";
  try {
    for (const [name, size] of Object.entries(SIZES)) {
      await Deno.writeFile(`${folder}/${name}`, randomBytes(size));
      if (!isUpload) await host.run(["sh", "-c", `head -c ${size} /dev/urandom >/srv/${name}`]);
      const operation = isUpload
        ? `put({ src: "./${name}", dest: "/srv/${name}" })`
        : `get({ src: "/srv/${name}", dest: "./${name}" })`;
      const script = `import { files } from "drover";\nexport default () => void files.${operation};\n`;
      await Deno.writeTextFile(`${folder}/${name}.ts`, script);
    }
    await writeInventory(`${folder}/inventory.ts`, bed, started.links);
    const remove = async () => {
      for (const name of Object.keys(SIZES)) {
        if (isUpload) await host.run(["rm", "-f", `/srv/${name}`]);
        else await Deno.remove(`${folder}/${name}`).catch(() => {});
      }
    };
    const scp = ["scp", ...options(bed, link.port).map((one) => one === "-p" ? "-P" : one)];
    const drover = await droverCommand();
    const ways: Record<string, (size: Size) => readonly string[]> = {
      "`scp`": (size) => {
        const [here, there] = [`${folder}/${size}`, `root@${host.address}:/srv/${size}`];
        return [...scp, ...isUpload ? [here, there] : [there, here]];
      },
      "Drover": (size) => [...drover, `${folder}/inventory.ts`, `${folder}/${size}.ts`, "-y"],
    };
    const contenders = (run: (way: (size: Size) => readonly string[]) => Promise<Measured>) =>
      Object.entries(ways).map(([name, way]) => ({ name, run: () => run(way) }));
    return {
      whole: await compare(contenders((way) => timed(way("large"))), runs, remove),
      bytes: await compare(
        contenders(async (way) => less(await timed(way("large")), await timed(way("small")))),
        runs,
        remove,
      ),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

function less(one: Measured, other: Measured): Measured {
  return {
    milliseconds: one.milliseconds - other.milliseconds,
    cpuMilliseconds: (one.cpuMilliseconds ?? 0) - (other.cpuMilliseconds ?? 0),
  };
}
