/** Facts of files of this machine, each against what Deno and Node know of the same file. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as files from "../../src/modules/files/mod.ts";
import { GpgKeys, GpgSecretKeys } from "../../src/modules/gpg/mod.ts";
import { GitSubmodulesCurrent } from "../../src/modules/git/mod.ts";
import { linesFrom, readFact, run } from "./local_host.ts";

const TEXT = 'first line\n  a.b "two" \\n $HOME\nlast ünï';

const shells: string[] = [];
for (const shell of ["dash", "bash", "busybox sh"]) {
  if ((await run(`${shell} -c true`)).code === 0) shells.push(shell);
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const outer = await Deno.makeTempDir();
  const folder = join(outer, "it's a $(folder)");
  await Deno.mkdir(folder);
  await body(folder).finally(() => Deno.remove(outer, { recursive: true }));
}

Deno.test("facts of files are what this program sees of them, by every shell", async () => {
  await inFolder(async (folder) => {
    const path = (name: string) => join(folder, name);
    await Deno.writeTextFile(path("text"), TEXT);
    await Deno.chmod(path("text"), 0o640);
    await Deno.link(path("text"), path("same"));
    await Deno.writeTextFile(path("other.log"), `${TEXT}!`);
    await Deno.mkdir(path("below"), { mode: 0o755 });
    await Deno.chmod(path("below"), 0o1770);
    await Deno.symlink("no where", path("below/link"));
    await Deno.writeTextFile(path("below/deep.log"), "");
    const listener = Deno.listen({ transport: "unix", path: path("socket") });
    try {
      for (const shell of shells) await checkFiles(path, shell);
    } finally {
      listener.close();
    }
  });
});

async function checkFiles(path: (name: string) => string, shell: string): Promise<void> {
  const options = { shell };
  const owner = async (name: string) => {
    const { uid, gid } = await Deno.lstat(path(name));
    const named = async (database: string, id: number | null) =>
      (await linesFrom(`getent ${database} ${id}`))[0]!.split(":")[0];
    return { user: await named("passwd", uid), group: await named("group", gid) };
  };
  // Reading it has changed the one.
  await Deno.utime(path("text"), 1_700_000_000, 1_700_000_123);
  const text = await readFact(files.File, { path: path("text") }, options);
  if (!text) throw new Error(`no file in ${shell}`);
  const { mode, size, mtime, atime, user, group } = text;
  deepStrictEqual([mode, size, { user, group }], ["640", TEXT.length + 2, await owner("text")], shell);
  deepStrictEqual([atime?.getTime(), mtime?.getTime()], [1_700_000_000_000, 1_700_000_123_000], shell);
  const folder = await readFact(files.Directory, { path: path("below") }, options);
  deepStrictEqual(folder && [folder.mode, folder.user], ["1770", (await owner("below")).user], shell);
  const link = await readFact(files.Link, { path: path("below/link") }, options);
  strictEqual(link && link.linkTarget, await Deno.readLink(path("below/link")), shell);
  const socket = await readFact(files.Socket, { path: path("socket") }, options);
  strictEqual(socket && socket.user, (await owner("socket")).user, shell);
  for (const fact of [files.File, files.Directory, files.Link, files.Socket]) {
    strictEqual(await readFact(fact, { path: path("none") }, options), null, shell);
  }
  strictEqual(await readFact(files.File, { path: path("below") }, options), false);
  deepStrictEqual(
    [
      await readFact(files.IsDirectory, { path: path("below") }, options),
      await readFact(files.IsDirectory, { path: path("text") }, options),
    ],
    [true, false],
  );

  const digests = { md5: files.Md5File, sha1: files.Sha1File, sha256: files.Sha256File, sha384: files.Sha384File };
  for (const [name, fact] of Object.entries(digests)) {
    // busybox has none for it, and openssl need not be there.
    if (shell.startsWith("busybox") && name === "sha384") continue;
    strictEqual(await readFact(fact, { path: path("text") }, options), createHash(name).update(TEXT).digest("hex"));
  }

  deepStrictEqual(await readFact(files.FileContents, { path: path("text") }, options), TEXT.split("\n"));
  strictEqual(await readFact(files.FileContents, { path: path("none") }, options), null);
  const find = (pattern: string) => readFact(files.FindInFile, { path: path("text"), pattern }, options);
  deepStrictEqual(await find("a.b"), ['  a.b "two" \\n $HOME']);
  deepStrictEqual(await find("^a"), []);
  strictEqual(await readFact(files.FindInFile, { path: path("none"), pattern: "a" }, options), null);

  const same = (name: string) => readFact(files.SameFile, { path: path("text"), other: path(name) }, options);
  deepStrictEqual([await same("same"), await same("other.log"), await same("none")], [true, false, false]);
  const content = (name: string) => readFact(files.SameContent, { path: path("text"), other: path(name) }, options);
  deepStrictEqual([await content("same"), await content("other.log")], [true, false]);

  const top = { path: path("") };
  const names = async (paths: Promise<string[]>) => (await paths).map((one) => one.slice(path("").length + 1)).sort();
  deepStrictEqual(await names(readFact(files.FindFiles, { ...top, fname: "*.log" }, options)), [
    "below/deep.log",
    "other.log",
  ]);
  deepStrictEqual(await names(readFact(files.FindFiles, { ...top, maxdepth: 1 }, options)), [
    "other.log",
    "same",
    "text",
  ]);
  deepStrictEqual(await names(readFact(files.FindLinks, top, options)), ["below/link"]);
  deepStrictEqual((await readFact(files.FindDirectories, top, options)).sort(), [path(""), path("below")]);
  if ((await run("command -v chflags", options)).code !== 0) {
    deepStrictEqual(await readFact(files.Flags, { path: path("text") }, options), []);
  }
}

const lacks = async (program: string) => (await run(`command -v ${program}`)).code !== 0;

Deno.test({ name: "the keys of a user are those that gpg has made", ignore: await lacks("gpg") }, async () => {
  await inFolder(async (folder) => {
    const env = { GNUPGHOME: folder };
    await Deno.chmod(folder, 0o700);
    try {
      for (const shell of shells) deepStrictEqual(await readFact(GpgSecretKeys, {}, { env, shell }), {}, shell);
      await linesFrom(`gpg --batch --passphrase '' --quick-gen-key 'A <a@x.org>' ed25519`, { env });
      // gpg keeps a certificate for the day that the key is lost, under the key's fingerprint.
      const [made] = await Array.fromAsync(
        Deno.readDir(join(folder, "openpgp-revocs.d")),
        ({ name }) => name.slice(0, 40),
      );
      for (const fact of [GpgKeys, GpgSecretKeys]) {
        const keys = Object.entries(await readFact(fact, {}, { env }));
        deepStrictEqual(keys.map(([id, { fingerprint, uid }]) => [id, fingerprint, uid]), [
          [made!.slice(-16), made, "A <a@x.org>"],
        ]);
      }
    } finally {
      await run("gpgconf --kill all", { env });
    }
  });
});

Deno.test({ name: "submodules are current once they are checked out", ignore: await lacks("git") }, async () => {
  await inFolder(async (folder) => {
    const env = {
      FOLDER: folder,
      HOME: folder,
      GIT_CONFIG_COUNT: "3",
      GIT_CONFIG_KEY_0: "protocol.file.allow",
      GIT_CONFIG_VALUE_0: "always",
      GIT_CONFIG_KEY_1: "user.name",
      GIT_CONFIG_VALUE_1: "A",
      GIT_CONFIG_KEY_2: "user.email",
      GIT_CONFIG_VALUE_2: "a@x.org",
    };
    await linesFrom(
      `cd "$FOLDER" && for it in part whole; do git init -q $it && git -C $it commit -q --allow-empty -m $it; done &&
      git -C whole submodule --quiet add "$FOLDER/part" part && git -C whole commit -q -m part &&
      git clone -q whole clone`,
      { env },
    );
    const repo = join(folder, "clone");
    strictEqual(await readFact(GitSubmodulesCurrent, { repo }, { env }), false);
    await linesFrom('git -C "$FOLDER/clone" submodule --quiet update --init', { env });
    strictEqual(await readFact(GitSubmodulesCurrent, { repo }, { env }), true);
  });
});
