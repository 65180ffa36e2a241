import { doesNotThrow, throws } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeReach, type Reach } from "./reach.ts";

async function withFolder(body: (reach: Reach, url: (name: string) => URL, folder: string) => void | Promise<void>) {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "drover-reach-" }));
  try {
    await Deno.mkdir(join(folder, "site/files"), { recursive: true });
    await Deno.writeTextFile(join(folder, "site/files/a.txt"), "a");
    await Deno.writeTextFile(join(folder, "secret.txt"), "secret");
    const remoteFolders = () => ["https://code.example/site/"];
    const reach = makeReach({ remoteFolders, origins: ["http://127.0.0.1:1234"] });
    const url = (name: string) => pathToFileURL(join(folder, name));
    await body(reach, url, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("without a local script, nothing of this machine is in reach", () =>
  withFolder((reach, url) => {
    throws(() => reach.assertMayRead(url("site/files/a.txt")), /must not read/);
    throws(() => reach.assertMayLoad(url("site/files/a.txt").href), /must not read/);
    reach.add("https://code.example/site/deploy.ts");
    throws(() => reach.assertMayRead(url("site/files/a.txt")), /must not read/);
  }));

Deno.test("what lies below a script's folder is in reach, there or not, and nothing beside it", () =>
  withFolder((reach, url) => {
    reach.add(url("site/deploy.ts").href);
    for (const name of ["site/files/a.txt", "site/files", "site/files/", "site", "site/nothing/here.txt"]) {
      doesNotThrow(() => reach.assertMayRead(url(name)), name);
    }
    for (const name of ["secret.txt", "site2/a.txt", "sit", ".", "site/../secret.txt"]) {
      throws(() => reach.assertMayRead(url(name)), /must not read/, name);
    }
    throws(() => reach.assertMayRead(new URL("file:///etc/passwd")), /must not read \/etc\/passwd/);
  }));

Deno.test("links lead out of reach, as a file, a folder on the way, or inside of a folder", () =>
  withFolder(async (reach, url, folder) => {
    reach.add(url("site/deploy.ts").href);
    await Deno.symlink("../../secret.txt", join(folder, "site/files/link.txt"));
    await Deno.symlink("..", join(folder, "site/up"));
    throws(() => reach.assertMayRead(url("site/files/link.txt")), /it leads to .*secret\.txt/);
    throws(() => reach.assertMayRead(url("site/up/secret.txt")), /it leads to .*secret\.txt/);
    throws(() => reach.assertMayRead(url("site/up/new.txt")), /must not read/);
    throws(() => reach.assertMayRead(url("site/files")), /in it .*link\.txt leads to .*secret\.txt/);
    await Deno.remove(join(folder, "site/files/link.txt"));
    await Deno.symlink("a.txt", join(folder, "site/files/link.txt"));
    doesNotThrow(() => reach.assertMayRead(url("site/files")));
  }));

Deno.test("of other machines it reads what lies beside its modules, and loads no services of this one", () =>
  withFolder((reach) => {
    doesNotThrow(() => reach.assertMayRead(new URL("https://code.example/site/files/a.txt")));
    throws(() => reach.assertMayRead(new URL("https://code.example/other.txt")), /none of its modules is from there/);
    throws(() => reach.assertMayRead(new URL("ftp://code.example/site/a.txt")), /must not read/);
    doesNotThrow(() => reach.assertMayLoad("https://anywhere.example/mod.ts"));
    doesNotThrow(() => reach.assertMayLoad("http://127.0.0.1:1234/@acme/words/meta.json"));
    for (const host of ["127.0.0.1:9", "localhost", "[::1]:80", "127.1", "0.0.0.0", "a.localhost"]) {
      throws(() => reach.assertMayLoad(`http://${host}/x.json`), /a service of this machine/, host);
    }
    reach.add("http://127.0.0.1:9/deploy.ts");
    doesNotThrow(() => reach.assertMayLoad("http://127.0.0.1:9/x.json"));
  }));
