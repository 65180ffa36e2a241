import type { LocalFiles } from "./cases.ts";

/** What pyinfra's tests put into a file that has any content; the digests in the cases are of this. */
export const ANY_CONTENT = "_test_data_";

/** Makes a case's files under a new folder, for as long as `use` runs. */
export async function withLocalFiles<T>(
  files: LocalFiles | undefined,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    if (files) await write(files, folder);
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function write({ files, dirs }: LocalFiles, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, content ?? ANY_CONTENT);
    await Deno.chmod(`${folder}/${name}`, 0o644);
  }
  for (const [name, inner] of Object.entries(dirs)) {
    await Deno.mkdir(`${folder}/${name}`);
    await Deno.chmod(`${folder}/${name}`, 0o755);
    await write(inner, `${folder}/${name}`);
  }
}
