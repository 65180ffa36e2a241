import type { OverlayHosts } from "../../tests/bed/mod.ts";
import { droverCommand } from "./drover.ts";
import { startLinks, writeInventory } from "./links.ts";
import { compare, type Medians, timed } from "./measure.ts";
import { options } from "./ssh.ts";

const SIZE = 64 * 1024 * 1024;

/** One file of 64 MiB to one host, by `scp` and by Drover. */
export async function compareUploads(bed: OverlayHosts, runs: number): Promise<Medians[]> {
  const [host] = bed.hosts as [OverlayHosts["hosts"][number]];
  await using started = await startLinks([host], 0);
  const [link] = started.links as [(typeof started.links)[number]];
  const folder = await Deno.makeTempDir();
  try {
    const content = new Uint8Array(SIZE);
    for (let at = 0; at < SIZE; at += 65536) crypto.getRandomValues(content.subarray(at, at + 65536));
    await Deno.writeFile(`${folder}/large`, content);
    await Deno.writeTextFile(
      `${folder}/deploy.ts`,
      `import { files } from "drover";\nexport default () => void files.put({ src: "./large", dest: "/srv/large" });\n`,
    );
    await writeInventory(`${folder}/inventory.ts`, bed, started.links);
    const scp = ["scp", ...options(bed, link.port).map((one) => one === "-p" ? "-P" : one)];
    return await compare(
      [
        { name: "`scp`", run: () => timed([...scp, `${folder}/large`, `root@${host.address}:/srv/large`]) },
        {
          name: "Drover",
          run: async () => timed([...await droverCommand(), `${folder}/inventory.ts`, `${folder}/deploy.ts`, "-y"]),
        },
      ],
      runs,
      async () => void await host.run(["rm", "-f", "/srv/large"]),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
