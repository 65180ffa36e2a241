import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { download, type Host, operation, sh, upload, z } from "../api/mod.ts";
import { textOf } from "../session/mod.ts";
import type { ContractCheck, Subject } from "./contract.ts";

const put = operation(
  {
    module: "contract",
    name: "put",
    doc: "Puts content into a file",
    args: () => z.object({ content: z.instanceof(Uint8Array), dest: z.string(), mode: z.string().optional() }),
  },
  async function* ({ content, dest, mode }) {
    yield upload(content, dest, { mode });
  },
);

const get = operation(
  {
    module: "contract",
    name: "get",
    doc: "Fetches a file",
    args: () => z.object({ src: z.string(), dest: z.instanceof(URL) }),
  },
  async function* ({ src, dest }) {
    yield download(src, dest);
  },
);

/** Bytes that no text decoder leaves alone. */
function bytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 37 + (index >> 8)) % 256);
}

async function says({ shell }: Subject, path: string): Promise<string> {
  const [output] = await shell.read([sh`ls -l ${path} | cut -c1-10; wc -c < ${path} | tr -d ' '; cksum < ${path}`], {});
  return textOf(output!.stdout).replaceAll("\n", " ").trim();
}

async function fetched(subject: Subject, src: string): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  try {
    const dest = pathToFileURL(`${folder}/fetched`);
    await subject.run((_host: Host) => void get({ src, dest }));
    return await Deno.readFile(dest);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Files: what was put is there, and comes back. */
export const FILE_CHECKS: readonly ContractCheck[] = [
  {
    name: "puts a small file with its mode, and gets it back",
    async check(subject) {
      const dest = `${subject.folder}/it's small`;
      await subject.run(() => void put({ content: bytes(300), dest, mode: "640" }));
      strictEqual((await says(subject, dest)).slice(0, 14), "-rw-r----- 300");
      deepStrictEqual(await fetched(subject, dest), bytes(300));
    },
  },
  {
    name: "puts a large file with its mode, and gets it back",
    async check(subject) {
      const dest = `${subject.folder}/large`;
      await subject.run(() => void put({ content: bytes(300_000), dest, mode: "750" }));
      strictEqual((await says(subject, dest)).slice(0, 17), "-rwxr-x--- 300000");
      deepStrictEqual(await fetched(subject, dest), bytes(300_000));
    },
  },
  {
    name: "replaces a file and keeps its mode",
    async check(subject) {
      const dest = `${subject.folder}/kept`;
      await subject.shell.run([sh`echo old > ${dest}; chmod 604 ${dest}`], {});
      await subject.run(() => {
        put({ content: bytes(10), dest });
        put({ content: bytes(100_000), dest });
      });
      strictEqual((await says(subject, dest)).slice(0, 17), "-rw----r-- 100000");
    },
  },
  {
    name: "puts and gets an empty file",
    async check(subject) {
      const dest = `${subject.folder}/empty`;
      await subject.run(() => void put({ content: bytes(0), dest }));
      deepStrictEqual(await fetched(subject, dest), bytes(0));
    },
  },
  {
    name: "writes a file as another user",
    needs: ["sudo"],
    async check(subject) {
      const dest = `${subject.folder}/root`;
      await subject.run(() => void put({ content: bytes(100_000), dest, mode: "600", _sudo: true }));
      strictEqual((await says(subject, dest)).slice(0, 10), "-rw-------");
    },
  },
];
