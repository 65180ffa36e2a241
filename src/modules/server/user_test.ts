import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { mask } from "../../command/mod.ts";
import { Directory, Link } from "../files/mod.ts";
import { given, plan } from "../../testing/mod.ts";
import { Groups, Kernel, Users, Which } from "./facts.ts";
import type { UserInfo } from "./facts.ts";
import { user } from "./user.ts";

const ANN: UserInfo = {
  home: "/home/ann",
  comment: null,
  shell: "/bin/sh",
  group: "staff",
  groups: ["audio", "video"],
  uid: 1000,
  gid: 50,
  lastlog: null,
  loginTime: null,
  password: "$6$old",
};
const OWNED = { user: "root", group: "root", mode: "755", atime: null, mtime: null, ctime: null, size: 0 };

async function commands(
  args: Parameters<typeof user.inner>[0],
  users: Record<string, UserInfo>,
  kernel = "Linux",
  useradd: string | null = "/usr/sbin/useradd",
) {
  const home = args.home ?? users[args.user]?.home ?? `/home/${args.user}`;
  return await plan(user, args, [
    given(Users, {}, users),
    given(Groups, {}, ["ann", "audio"]),
    given(Kernel, {}, kernel),
    given(Which, { command: "useradd" }, useradd),
    given(Which, { command: "adduser" }, "/usr/sbin/adduser"),
    given(Link, { path: home }, null),
    given(Directory, { path: home }, home === "/srv/new" ? null : OWNED),
  ]);
}

Deno.test("only what differs of a user is changed", async () => {
  const plain = await commands({ user: "ann", shell: "/bin/sh", comment: "", password: "$6$old" }, { ann: ANN });
  deepStrictEqual([plain.commands, plain.noop], [[], "user ann exists"]);
  const changed = await commands({ user: "ann", shell: "/bin/bash", groups: ["audio"] }, { ann: ANN });
  deepStrictEqual(changed.commands, ["usermod -s /bin/bash -G audio ann"]);
});

Deno.test("appended groups leave the others, on systems without -a too", async () => {
  const args = { user: "ann", groups: ["audio", "games"], append: true };
  deepStrictEqual((await commands(args, { ann: ANN })).commands, ["usermod -a -G audio,games ann"]);
  deepStrictEqual((await commands(args, { ann: ANN }, "FreeBSD")).commands, [
    "pw usermod -n ann -G audio,video,games",
  ]);
  deepStrictEqual((await commands({ ...args, groups: ["audio"] }, { ann: ANN })).commands, []);
});

Deno.test("the owner of an existing user's home is changed only if the home was given", async () => {
  deepStrictEqual((await commands({ user: "ann" }, { ann: ANN })).commands, []);
  deepStrictEqual((await commands({ user: "ann", home: "/home/ann" }, { ann: ANN })).commands, [
    "chown ann:staff /home/ann",
  ]);
  const daemon = { ...ANN, home: "/" };
  deepStrictEqual((await commands({ user: "daemon", home: "/" }, { daemon })).commands, []);
});

Deno.test("a password's hash is masked wherever it is shown", async () => {
  const { commands: lines } = await commands({ user: "ann", password: "$6$new$hash" }, { ann: ANN });
  deepStrictEqual(lines, ["usermod -p '$6$new$hash' ann"]);
  strictEqual(mask(lines[0]!), "usermod -p *** ann");
});

Deno.test("FreeBSD gets a password by stdin", async () => {
  const { commands: lines } = await commands(
    { user: "bob", home: "/srv/new", uid: 7, password: "$6$b" },
    {},
    "FreeBSD",
  );
  deepStrictEqual(lines.slice(0, 2), [
    "pw useradd -n bob -d /srv/new -u 7",
    "printf '%s\\n' '$6$b' | pw usermod -n bob -H 0",
  ]);
});

Deno.test("a user called like a member of all objects is not there by that", async () => {
  const { commands: lines } = await commands({ user: "constructor", ensureHome: false }, {});
  deepStrictEqual(lines, ["useradd -d /home/constructor -M constructor"]);
});

Deno.test("without useradd busybox's programs do what they can, and the rest is refused", async () => {
  const added = await commands(
    { user: "bob", home: "/srv/new", groups: ["audio"], password: "$6$c" },
    {},
    "Linux",
    null,
  );
  deepStrictEqual(added.commands.slice(0, 3), [
    "adduser -D -H -h /srv/new bob",
    "addgroup bob audio",
    "printf '%s\\n' 'bob:$6$c' | chpasswd -e",
  ]);
  const changed = await commands({ user: "ann", groups: ["audio", "games"] }, { ann: ANN }, "Linux", null);
  deepStrictEqual(changed.commands, ["addgroup ann games", "delgroup ann video"]);
  await rejects(commands({ user: "ann", shell: "/bin/zsh" }, { ann: ANN }, "Linux", null), /no usermod/);
  const removed = await commands({ user: "ann", present: false }, { ann: ANN }, "Linux", null);
  deepStrictEqual(removed.commands, ["deluser ann"]);
});
