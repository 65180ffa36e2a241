import { deepStrictEqual, throws } from "node:assert/strict";
import type { FactError } from "../../api/mod.ts";
import { processFact } from "../../testing/mod.ts";
import { AuthorizedKeys, Groups, Home, Users } from "./facts.ts";

Deno.test("Users takes a bar in a comment and spaces in group names", () => {
  const { ann } = processFact(
    Users,
    "ann:x:1000:1000:Ann | Lab,,,:/home/ann:/bin/sh|ann|domain users,sudo,ann,||$6$x\n",
  );
  deepStrictEqual([ann?.comment, ann?.groups, ann?.password], ["Ann | Lab,,,", ["domain users", "sudo"], "$6$x"]);
});

Deno.test("Users reads the last login with its time zone", () => {
  const { ann } = processFact(Users, "ann:x:1:1::/:/bin/sh|ann||ann pts/0 192.0.2.7 Sat Jun 5 12:03:23 -0600 2021|\n");
  deepStrictEqual(ann?.loginTime, new Date("2021-06-05T18:03:23Z"));
});

Deno.test("Users refuses an entry that is none, without showing what may be a password", () => {
  throws(() => processFact(Users, "ann:x:one:1::/:|ann|||$6$secret"), (error: FactError) => {
    deepStrictEqual(`${error.message} ${error.hint}`.includes("$6$"), false);
    return /found "ann"/.test(error.message);
  });
});

Deno.test("Groups leaves out comments, network entries and repeated names", () => {
  deepStrictEqual(processFact(Groups, "##\nroot:x:0:\n+:::\ndomain users:x:5:\nroot:x:0:\n"), ["root", "domain users"]);
});

Deno.test("Home is null for a name that the shell does not know", () => {
  deepStrictEqual(processFact(Home, "~nobody-here\n", { user: "nobody-here" }), null);
  deepStrictEqual(processFact(Home, "/home/ann\n", { user: "ann" }), "/home/ann");
});

Deno.test("AuthorizedKeys leaves out comments and empty lines", () => {
  deepStrictEqual(processFact(AuthorizedKeys, "# mine\n\n ssh-ed25519 AAAA ann@lab \n", { user: "ann" }), [
    "ssh-ed25519 AAAA ann@lab",
  ]);
});
