import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { key } from "../../src/modules/apt/key.ts";
import { dry, linesFrom, run, wet } from "./local_host.ts";

const has = async (program: string) => (await run(`command -v ${program}`)).code === 0;
const hasGpg = await has("gpg");

/** A folder with a key in armored form and a `GNUPGHOME` of its own. */
async function withKey(
  body: (folder: string, env: Record<"GNUPGHOME" | "TMPDIR", string>, id: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir({ prefix: "drover key" });
  const env = { GNUPGHOME: `${folder}/home`, TMPDIR: `${folder}/tmp` };
  try {
    await Deno.mkdir(env.GNUPGHOME, { mode: 0o700 });
    await Deno.mkdir(env.TMPDIR);
    await linesFrom("gpg --batch --passphrase '' --quick-gen-key 'A <a@x.org>' ed25519", { env });
    await linesFrom(`gpg --export --armor > '${folder}/key.asc'`, { env });
    const listed = await linesFrom("gpg --list-keys --with-colons", { env });
    await body(folder, env, listed.find((line) => line.startsWith("pub:"))!.split(":")[4]!);
  } finally {
    await run("gpgconf --kill all", { env });
    await Deno.remove(folder, { recursive: true });
  }
}

for (const shell of ["dash", "bash", "busybox sh"]) {
  const ignore = !hasGpg || !await has(shell.split(" ")[0]!);
  Deno.test(
    { name: `a key goes into its keyring once, and out again, by ${shell}`, ignore },
    () =>
      withKey(async (folder, env, id) => {
        const options = { shell, env };
        const args = { src: `${folder}/key.asc`, dest: `${folder}/new folder/a.gpg` };
        strictEqual((await wet(key, args, options)).commands.length, 1);
        deepStrictEqual((await dry(key, args, options)).commands, []);
        const shown = await linesFrom(`gpg --show-keys --with-colons '${args.dest}'`, options);
        strictEqual(shown[0]?.split(":")[4], id);
        strictEqual((await Deno.stat(args.dest)).mode! & 0o777, 0o644);
        await wet(key, { dest: args.dest, present: false }, options);
        deepStrictEqual((await dry(key, { dest: args.dest, present: false }, options)).commands, []);

        await Deno.writeTextFile(`${folder}/page.html`, "<h1>Not found</h1>");
        await rejects(wet(key, { ...args, src: `${folder}/page.html` }, options), /no valid OpenPGP data/);
        // Neither a keyring nor anything else is left behind.
        deepStrictEqual(
          await linesFrom(`ls -A '${folder}/new folder' '${env.TMPDIR}' | grep -v ":$" | grep . || true`),
          [],
        );
      }),
  );
}

Deno.test(
  { name: "a key comes from a key server", ignore: !hasGpg || !await has("dirmngr") },
  () =>
    withKey(async (folder, env, id) => {
      const armored = await Deno.readTextFile(`${folder}/key.asc`);
      await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
        const asked = new URL(request.url).searchParams.get("search") ?? "";
        const found = asked.toUpperCase().endsWith(id);
        return new Response(found ? armored : "", { status: found ? 200 : 404 });
      });
      const args = { keyserver: `hkp://127.0.0.1:${server.addr.port}`, keyid: id, dest: `${folder}/a.gpg` };
      await wet(key, args, { env });
      deepStrictEqual((await dry(key, args, { env })).commands, []);
      deepStrictEqual(await linesFrom(`ls -A '${env.TMPDIR}'`), []);
    }),
);
