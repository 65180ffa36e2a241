import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { plan } from "../../testing/mod.ts";
import { download } from "./download.ts";
import { put } from "./put.ts";
import { sync } from "./sync.ts";

const src = new TextEncoder().encode("content");
const digest = createHash("sha1").update(src).digest("hex");
const info = { user: "app", group: "app", mode: "600", atime: null, mtime: new Date(1000), ctime: null, size: 7 };

/** Facts by name, or by name and path. */
const facts = (given: Record<string, unknown>) => (fact: { fullName: string }, args: object) => {
  const name = fact.fullName.replace("files.", "");
  const path = (args as { path?: string }).path;
  return given[`${name} ${path}`] ?? given[name] ?? null;
};

Deno.test("put leaves a link alone whose file has the content, and corrects that file's mode", async () => {
  const given = facts({
    "File /etc/link": false,
    "Link /etc/link": { ...info, linkTarget: "real" },
    "File /etc/real": info,
    Sha1File: digest,
  });
  const same = await plan(put, { src, dest: "/etc/link", mode: "600" }, given);
  deepStrictEqual([same.commands, same.noop], [[], "file /etc/link is already uploaded"]);
  deepStrictEqual((await plan(put, { src, dest: "/etc/link", mode: "644" }, given)).commands, ["chmod 644 /etc/link"]);
});

Deno.test("put of bytes into a directory says that a file's path is wanted", async () => {
  await rejects(plan(put, { src, dest: "/etc" }, facts({ "Directory /etc": info })), /\/etc: it is a directory/);
});

Deno.test("put compares the modification time by seconds", async () => {
  const given = facts({ File: info, Sha1File: digest });
  strictEqual((await plan(put, { src, dest: "/x", mtime: 1.4 }, given)).commands.length, 0);
  deepStrictEqual((await plan(put, { src, dest: "/x", mtime: "2024-05-06T07:08:09Z" }, given)).commands, [
    "TZ=UTC0 touch -m -t 202405060708.09 /x",
  ]);
  await rejects(plan(put, { src, dest: "/x", mtime: "soon" }, given), /Cannot read the mtime "soon" as a date/);
});

Deno.test("a download keeps an existing file's owner and mode, and is never open meanwhile", async () => {
  const { commands } = await plan(download, { src: "https://x/y", dest: "/x", force: true }, facts({ File: info }));
  match(commands[0]!, /^\(umask 077 && .*curl/);
  deepStrictEqual(commands.slice(2), ["chown app:app /x", "chmod 600 /x"]);
});

Deno.test("a download is checked before it takes its place", async () => {
  const { commands } = await plan(download, { src: "https://x/y", dest: "/x", sha256sum: "AB" }, facts({}));
  match(commands[1]!, /sha256sum .* = ab \]/);
  match(commands[2]!, /^mv /);
});

Deno.test("sync does not delete where it cannot tell which paths are its own", async () => {
  const folder = await Deno.makeTempDir();
  await rejects(plan(sync, { src: folder, dest: "~/x", delete: true }, facts({})), /Cannot delete in ~\/x/);
  const { commands } = await plan(
    sync,
    { src: folder, dest: "/x", delete: true, dirMode: "755" },
    facts({ Directory: { ...info, mode: "755" }, FindFiles: ["/x/old", "/elsewhere/file"], FindLinks: [] }),
  );
  deepStrictEqual(commands, ["rm -f /x/old"]);
  await Deno.remove(folder);
});
