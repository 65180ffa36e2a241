import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { uploadCommand, type UploadOptions } from "./upload.ts";

const has = async (program: string) =>
  (await new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" }).output()).success;
const isRoot = Deno.uid() === 0;

/** Shells and tools that the script has to get along with. */
const SYSTEMS = [
  { shell: ["dash"], tools: "GNU" },
  { shell: ["bash"], tools: "GNU" },
  { shell: ["busybox", "sh"], tools: "busybox" },
] as const;

const TOOLS = "base64 cat chgrp chmod chown cp dirname find ls mv printf readlink rm sha1sum stat wc".split(" ");

for (const { shell, tools } of SYSTEMS) {
  const ignore = !await has(shell[0]);
  const withFolder = async (body: (folder: string, put: Put) => Promise<void>) => {
    const folder = await Deno.makeTempDir({ prefix: "drover upload" });
    try {
      await Deno.chmod(folder, 0o777);
      const bin = `${folder}/bin`;
      await Deno.mkdir(bin, { mode: 0o755 });
      if (tools === "busybox") {
        const busybox = (await output("sh", ["-c", "command -v busybox"])).stdout.trim();
        for (const tool of TOOLS) await Deno.symlink(busybox, `${bin}/${tool}`);
      }
      await Deno.mkdir(`${folder}/d`);
      await body(`${folder}/d`, (dest, content, options = {}) => {
        const bytes = new TextEncoder().encode(content);
        const path = tools === "busybox" ? `export PATH='${bin}'\n` : "";
        const upload = { size: bytes.length, ...options, dest };
        const { text } = uploadCommand(upload, options.streamed ? undefined : bytes);
        const [program, ...args] = [...options.as ?? [], ...shell, "-c", `${path}${options.before ?? ""}\n${text}`];
        return output(program!, args, `${folder}/d`, options.streamed ? content : "");
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
  const test = (name: string, body: (folder: string, put: Put) => Promise<void>, needsRoot = false) =>
    Deno.test({
      name: `${name} (${shell.join(" ")})`,
      ignore: ignore || (needsRoot && !isRoot),
      fn: () => withFolder(body),
    });

  test("an upload makes a file with the mode of the umask, and leaves nothing beside it", async (folder, put) => {
    deepStrictEqual(await put("-a 'b'\n\"é\"", "one\n", { before: "umask 027" }), { stdout: "", stderr: "", code: 0 });
    strictEqual(await Deno.readTextFile(`${folder}/-a 'b'\n"é"`), "one\n");
    strictEqual(await modeOf(`${folder}/-a 'b'\n"é"`), "640");
    await put("(x)", "", { mode: "600" });
    await put("symbolic", "x", { mode: "u+x,o-r", before: "umask 022" });
    deepStrictEqual([await modeOf(`${folder}/(x)`), await modeOf(`${folder}/symbolic`)], ["600", "740"]);
    deepStrictEqual(await names(folder), ["(x)", "-a 'b'\n\"é\"", "symbolic"]);
  });

  test("an upload has the wished mode before it has any content", async (folder, put) => {
    // What feeds the content looks at the temporary file first.
    const before = 'base64() { ls -l .drover-* >&2; command base64 "$@"; }';
    const seen = async (options: PutOptions) =>
      (await put("f", "secret\0", { ...options, before })).stderr.slice(0, 10);
    strictEqual(await seen({ mode: "600" }), "-rw-------");
    await Deno.writeTextFile(`${folder}/f`, "secret", { mode: 0o644 });
    await Deno.chmod(`${folder}/f`, 0o644);
    strictEqual(await seen({}), "-rw-r--r--");
    strictEqual(await seen({ mode: "640" }), "-rw-r-----");
    strictEqual(await seen({}), "-rw-r-----");
  });

  test(
    "text and other bytes arrive as they were, also where nothing knows base64 but openssl or perl",
    async (folder, put) => {
      for (const text of ["\ufeffüber 'quotes' \\ %s $HOME `x`\r\n\n", "", "-n", "\n\n", "a\0b\0"]) {
        deepStrictEqual(await put("f", text), { stdout: "", stderr: "", code: 0 });
        strictEqual(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await Deno.readFile(`${folder}/f`)), text);
      }
      for (const missing of ["base64", "base64|openssl"]) {
        const before = `command() { case $2 in ${missing}) return 1 ;; esac; }; base64() { exit 9; }`;
        if (tools === "busybox" || !await has("openssl") || !await has("perl")) continue;
        deepStrictEqual(await put("f", `${missing}\0`, { before }), { stdout: "", stderr: "", code: 0 });
        strictEqual(await Deno.readTextFile(`${folder}/f`), `${missing}\0`);
      }
    },
  );

  test("an upload that breaks off or arrives wrong changes nothing", async (folder, put) => {
    await Deno.writeTextFile(`${folder}/f`, "old");
    // As long as what was sent, and with one letter that is another.
    const before = 'printf() { case $2 in new) command printf nee ;; *) command printf "$@" ;; esac; }';
    const broken = await put("f", "new", { before });
    deepStrictEqual(broken.code, 1);
    match(broken.stderr, /what arrived for .*\/f differs from what was sent/);
    strictEqual((await put("f", "new\0", { before: "base64() { kill -TERM $$; cat >/dev/null; }" })).code, 143);
    strictEqual(await Deno.readTextFile(`${folder}/f`), "old");
    deepStrictEqual(await names(folder), ["f"]);
  });

  test("an upload in place gets the old content back if it fails", async (folder, put) => {
    await Deno.writeTextFile(`${folder}/f`, "old");
    await Deno.link(`${folder}/f`, `${folder}/other`);
    // The second cat is the one that writes into the file.
    const before = `TMPDIR='${folder}' count=0; ` +
      'cat() { count=$((count + 1)); [ $count != 2 ] || { echo half; return 1; }; command cat "$@"; }';
    strictEqual((await put("f", "new", { before })).code, 1);
    strictEqual(await Deno.readTextFile(`${folder}/other`), "old");
    deepStrictEqual(await names(folder), ["f", "other"]);
    match((await put("f", "new", { mode: "600" })).stdout, /not atomic/);
    deepStrictEqual([await Deno.readTextFile(`${folder}/other`), await modeOf(`${folder}/other`)], ["new", "600"]);
  });

  test("an upload from stdin that does not arrive whole changes nothing", async (folder, put) => {
    const large = "0123456789abcdef".repeat(20_000);
    deepStrictEqual(await put("f", large, { streamed: true }), { stdout: "", stderr: "", code: 0 });
    strictEqual(await Deno.readTextFile(`${folder}/f`), large);
    for (const other of [large.slice(1), `${large}x`, ""]) {
      const { code, stderr } = await put("f", other, { streamed: true, size: large.length });
      deepStrictEqual([code, stderr], [1, "what arrived for ./f differs from what was sent\n"]);
    }
    // As on a full disk: all arrives, and not all of it can be written.
    const cut = await put("g", large, { streamed: true, before: "ulimit -f 10; trap '' XFSZ" });
    strictEqual(cut.code, 1);
    match(cut.stderr, /cat: .*(too large|error)/);
    strictEqual(await Deno.readTextFile(`${folder}/f`), large);
    deepStrictEqual(await names(folder), ["f"]);
  });

  const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] as const;
  test("a user who is not root can write files that are read-only for all", async (folder, put) => {
    await Deno.chown(folder, 65534, 65534);
    strictEqual((await put("f", "one", { mode: "444", as: nobody })).code, 0);
    deepStrictEqual((await put("f", "two", { as: nobody })).stderr, "");
    deepStrictEqual([await Deno.readTextFile(`${folder}/f`), await modeOf(`${folder}/f`)], ["two", "444"]);
    deepStrictEqual((await put("f", "three", { as: nobody, streamed: true })).stderr, "");
    deepStrictEqual([await Deno.readTextFile(`${folder}/f`), await modeOf(`${folder}/f`)], ["three", "444"]);
  }, true);

  test("a file of somebody else stays theirs", async (folder, put) => {
    await Deno.chown(folder, 65534, 65534);
    await Deno.writeTextFile(`${folder}/f`, "one");
    await Deno.chmod(`${folder}/f`, 0o666);
    match((await put("f", "two", { as: nobody })).stdout, /not atomic/);
    const { uid, mode } = await Deno.stat(`${folder}/f`);
    deepStrictEqual([uid, mode! & 0o777, await Deno.readTextFile(`${folder}/f`)], [0, 0o666, "two"]);
    await Deno.chown(folder, 0, 0);
    await Deno.chmod(`${folder}/f`, 0o644);
    await Deno.chmod(folder, 0o755);
    const refused = await put("f", "three", { as: nobody });
    match(refused.stderr, /\/f cannot be written, and neither can its directory/);
    strictEqual(await Deno.readTextFile(`${folder}/f`), "two");
  }, true);
}

type PutOptions = Partial<UploadOptions> & {
  /** Shell text in front of the script. */
  readonly before?: string;
  /** Words in front of the shell. */
  readonly as?: readonly string[];
  /** By stdin. */
  readonly streamed?: boolean;
};
type Put = (dest: string, content: string, options?: PutOptions) => Promise<Awaited<ReturnType<typeof output>>>;

async function output(program: string, args: readonly string[], cwd?: string, stdin = "") {
  const child = new Deno.Command(program, { args: [...args], cwd, stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  const fed = new Blob([stdin]).stream().pipeTo(child.stdin).catch(() => {});
  const [{ stdout, stderr, code }] = await Promise.all([child.output(), fed]);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { stdout: decode(stdout), stderr: decode(stderr), code };
}

async function modeOf(path: string): Promise<string> {
  return ((await Deno.stat(path)).mode! & 0o7777).toString(8);
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}
