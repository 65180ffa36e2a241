import { deepStrictEqual, match, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { SopsKey } from "./mod.ts";

const args = { secretsFile: "/srv/a b.yaml", key: "token" };
const text = (args: object) => SopsKey.command(SopsKey.check(args)).text;

Deno.test("SopsKey asks for a name, or for all the names and numbers that lead to a value", () => {
  match(text(args), /sops --decrypt --extract '\["token"\]' '\/srv\/a b.yaml'/);
  match(text({ ...args, key: ["db", "users", 0, "it's"] }), /--extract '\["db"\]\["users"\]\[0\]\["it'"'"'s"\]'/);
  for (const key of ['a"]["b', "a[0]", "", []]) throws(() => SopsKey.check({ ...args, key }), /sops\.SopsKey: .*"key"/);
});

Deno.test("SopsKey is the whole text, and null where there is none", () => {
  deepStrictEqual(
    processFact(SopsKey, "-----BEGIN KEY-----\nabc\n-----END KEY-----\n", args),
    "-----BEGIN KEY-----\nabc\n-----END KEY-----",
  );
  deepStrictEqual(processFact(SopsKey, "", args), null);
  // Errors do not show what it printed.
  deepStrictEqual(SopsKey.definition.sensitive, true);
});
