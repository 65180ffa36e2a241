import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type ArchivedFile, tarGz, zip } from "./archive.ts";

const FILES: readonly ArchivedFile[] = [
  { name: "drover", bytes: new TextEncoder().encode("#!/bin/sh\necho drover\n"), executable: true },
  { name: "LICENSE", bytes: new TextEncoder().encode("x".repeat(70_000)) },
  { name: "empty", bytes: new Uint8Array() },
];

for (
  const [kind, make, unpack] of [
    ["tar.gz", tarGz, (archive: string, folder: string) => ["tar", "-xf", archive, "-C", folder]],
    ["zip", zip, (archive: string, folder: string) => ["unzip", "-q", archive, "-d", folder]],
  ] as const
) {
  const program = unpack("", "")[0]!;
  const lacking = !await has(program);
  Deno.test({
    name: `${program} unpacks a ${kind} with contents and modes${lacking ? ` (skipped: there is no ${program})` : ""}`,
    ignore: lacking,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        const archive = join(folder, `archive.${kind}`);
        await Deno.writeFile(archive, make(FILES));
        await Deno.mkdir(join(folder, "out"));
        const [command = "", ...args] = unpack(archive, join(folder, "out"));
        const ended = await new Deno.Command(command, { args }).output();
        strictEqual(ended.code, 0, new TextDecoder().decode(ended.stderr));
        for (const { name, bytes, executable } of FILES) {
          deepStrictEqual(await Deno.readFile(join(folder, "out", name)), bytes);
          const { mode } = await Deno.stat(join(folder, "out", name));
          strictEqual((mode! & 0o100) !== 0, executable === true, name);
        }
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });

  Deno.test(`two ${kind} of the same files are the same`, () => {
    ok(make(FILES).length > 100);
    deepStrictEqual(make(FILES), make(FILES));
  });
}

async function has(program: string): Promise<boolean> {
  return await new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" }).output()
    .then(({ success }) => success, () => false);
}
