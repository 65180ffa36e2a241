import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type Fact, linesOf } from "../../src/api/mod.ts";
import { Crontab } from "../../src/modules/crontab/mod.ts";
import { PkgPackage, Sysrc } from "../../src/modules/freebsd/mod.ts";
import { Block, FindFiles, Sha1File, Sha384File } from "../../src/modules/files/mod.ts";
import { SHELLS, toolFolder } from "./shells.ts";

const NOBODY = 65534;

// deno-lint-ignore no-explicit-any
type AnyFact = Fact<any, any>;

interface Run {
  readonly program: string;
  readonly args: readonly string[];
  readonly path: string;
  readonly uid?: number;
}

/** What a fact is, or what was said on the standard error where its command failed. */
async function read(fact: AnyFact, args: object, { program, args: words, path, uid }: Run): Promise<unknown> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...words, "-c", fact.command(fact.check(args)).text],
    clearEnv: true,
    env: { LC_ALL: "C", PATH: path },
    cwd: "/",
    stdin: "null",
    ...uid !== undefined && { uid, gid: uid },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return code === 0 ? fact.process(linesOf(text(stdout)), fact.check(args)) : `failed: ${text(stderr)}`;
}

/** Each shell with the tools of the system, and busybox with its own. */
async function withRuns(body: (run: Run, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "drover-told-" });
  const busybox = await toolFolder([]);
  try {
    await Deno.chmod(folder, 0o755);
    await Deno.chmod(busybox, 0o755);
    for (const { name, program } of SHELLS) {
      const isBusybox = name === "busybox";
      await body({ program, args: isBusybox ? ["sh"] : [], path: isBusybox ? busybox : Deno.env.get("PATH")! }, folder);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(busybox, { recursive: true });
  }
}

Deno.test("what find cannot do is told; what is not there, or hidden below, is not", async () => {
  await withRuns(async (run, folder) => {
    const shut = join(folder, "open", "shut");
    await Deno.mkdir(shut, { recursive: true, mode: 0o755 });
    await Deno.writeTextFile(join(folder, "open", "file"), "");
    await Deno.writeTextFile(join(shut, "hidden"), "");
    await Deno.chmod(join(folder, "open"), 0o755);
    await Deno.chmod(shut, 0o700);
    const find = (args: object, uid?: number) => read(FindFiles, args, { ...run, uid });
    deepStrictEqual(await find({ path: join(folder, "none") }), []);
    deepStrictEqual(await find({ path: join(folder, "open", "file", "none") }), []);
    match(String(await find({ path: folder, args: ["-nosuch"] })), /^failed: .*-nosuch/);
    if (Deno.uid() !== 0) return;
    deepStrictEqual(await find({ path: join(folder, "open") }, NOBODY), [join(folder, "open", "file")]);
    for (const path of [shut, join(shut, "hidden")]) {
      strictEqual(await find({ path }, NOBODY), `failed: ${path}: Permission denied\n`);
    }
  });
});

Deno.test("a block is not missing because there is no awk, or because the file cannot be read", async () => {
  await withRuns(async (run, folder) => {
    const path = join(folder, "text");
    await Deno.writeTextFile(path, "first\n", { mode: 0o600 });
    deepStrictEqual(await read(Block, { path }, run), []);
    match(String(await read(Block, { path }, { ...run, path: "/nowhere" })), /^failed: .*awk.*not found/);
    if (Deno.uid() === 0) {
      match(String(await read(Block, { path }, { ...run, uid: NOBODY })), /^failed: .*Permission denied/);
    }
    await Deno.remove(path);
    strictEqual(await read(Block, { path }, { ...run, path: "/nowhere" }), null);
  });
});

Deno.test("a digest comes from any program that tells it, and without one it is an error", async () => {
  await withRuns(async (run, folder) => {
    const path = join(folder, "two words");
    await Deno.writeTextFile(path, "text\n");
    const sha1 = "3dc1c9fb5af5bc6cddc3f6f1ce5d3dd0b4ab66ee";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", await Deno.readFile(path))).toHex();
    const none = "failed: no program for sha384: sha384sum, shasum -a 384, sha384, openssl dgst -sha384\n";
    strictEqual(await read(Sha384File, { path }, { ...run, path: "/nowhere" }), none);
    const tools = await Deno.makeTempDir({ dir: folder });
    const program = async (name: string, script: string) => {
      await Deno.writeTextFile(join(tools, name), `#!/bin/dash\n${script}\n`, { mode: 0o755 });
    };
    // LibreSSL and OpenSSL 1, OpenSSL 3, BSD, perl; by the order in which they are asked, last first.
    for (
      const [name, script] of [
        ["openssl", `echo "SHA384(\${3})= ${digest}"`],
        ["openssl", `echo "SHA2-384(\${3})= ${digest}"`],
        ["sha384", `echo "SHA384 ($1) = ${digest}"`],
        ["shasum", `test "$1 $2" = "-a 384" && echo "${digest}  $3"`],
      ] as const
    ) {
      await program(name, script);
      strictEqual(await read(Sha384File, { path }, { ...run, path: tools }), digest, name);
    }
    strictEqual(await read(Sha384File, { path: join(folder, "none") }, { ...run, path: "/nowhere" }), null);
    await program("sha1sum", `echo '${sha1}  file'`);
    strictEqual(await read(Sha1File, { path }, { ...run, path: tools }), sha1);
  });
});

Deno.test("no crontab is none on every system, and anything else that crontab says is an error", async () => {
  await withRuns(async (run, folder) => {
    const says = async (message: string) => {
      await Deno.writeTextFile(join(folder, "crontab"), `#!/bin/dash\necho "${message}" >&2\nexit 1\n`, {
        mode: 0o755,
      });
      return await read(Crontab, { user: "ann" }, { ...run, path: folder });
    };
    for (
      const message of [
        "no crontab for ann", // Debian, Fedora
        "crontab: no crontab for ann", // FreeBSD, macOS, OpenBSD
        "crontab: can't open 'ann': No such file or directory", // busybox
        "crontab: can't open your crontab file.", // illumos
        "crontab:  user \\`ann' unknown", // Debian, FreeBSD: a user who is still to be made
        "crontab: unknown user ann", // busybox, OpenBSD
      ]
    ) {
      deepStrictEqual(await says(message), {}, message);
    }
    match(String(await says("must be privileged to use -u")), /^failed: must be privileged/);
    match(String(await says("You (ann) are not allowed to use this program (crontab)")), /^failed: You/);
  });
});

Deno.test("what FreeBSD does not have is null, and a jail that does not run is an error", async () => {
  await withRuns(async (run, folder) => {
    const says = async (fact: AnyFact, program: string, args: object, script: string) => {
      await Deno.writeTextFile(join(folder, program), `#!/bin/dash\n${script}\n`, { mode: 0o755 });
      return await read(fact, args, { ...run, path: folder });
    };
    const jail = 'echo "jail j not found" >&2; exit 1';
    const variable = { parameter: "nginx_enable", jail: "j" };
    strictEqual(await says(Sysrc, "sysrc", variable, "echo YES"), "YES");
    strictEqual(await says(Sysrc, "sysrc", variable, "exit 1"), null);
    strictEqual(await says(Sysrc, "sysrc", variable, 'echo "sysrc: unknown variable" >&2; exit 1'), null);
    match(String(await says(Sysrc, "sysrc", variable, jail)), /^failed: jail j not found/);
    strictEqual(await says(PkgPackage, "pkg", { package: "nginx" }, "echo nginx-1.26.2,3"), "nginx-1.26.2,3");
    strictEqual(
      await says(PkgPackage, "pkg", { package: "x" }, 'echo "pkg: No package(s) matching x" >&2; exit 70'),
      null,
    );
    match(String(await says(PkgPackage, "pkg", { package: "x" }, jail)), /^failed: jail j not found/);
  });
});
