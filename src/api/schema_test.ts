import { ok, strictEqual, throws } from "node:assert/strict";
import * as z from "zod";
import { secret } from "../command/mod.ts";
import { UsageError } from "../errors.ts";
import { arg } from "./arg.ts";
import { splitArguments } from "./globals.ts";
import { check } from "./schema.ts";

const schema = z.object({
  packages: arg.list().optional(),
  present: z.boolean().default(true),
  mode: arg.mode().optional(),
  kind: z.enum(["file", "directory"]).optional(),
  count: z.int().min(1).optional(),
}).strict();

function message(args: unknown): string {
  let found = "";
  throws(
    () => check(schema, args, "files.test"),
    (error) => error instanceof UsageError && (found = error.message) !== "",
  );
  return found;
}

for (
  const [args, expected] of [
    [{ pakages: "x" }, 'files.test: no argument "pakages"; did you mean "packages"?'],
    [{ zzz: 1 }, 'files.test: no argument "zzz"; the arguments are packages, present, mode, kind, count'],
    [{ present: "yes" }, 'files.test: argument "present": expected boolean, found "yes"'],
    [{ mode: 644 }, 'files.test: argument "mode": expected string, found 644; put it in quotes'],
    [{ kind: "fifo" }, 'files.test: argument "kind": expected one of "file", "directory", found "fifo"'],
  ] as const
) {
  Deno.test(`${JSON.stringify(args)} is refused in words that say what to write`, () =>
    strictEqual(message(args), expected));
}

Deno.test("a mode that is none is refused with examples", () => {
  ok(/octal digits in quotes, as "644"/.test(message({ mode: "rw-r--r--" })));
});

Deno.test("a secret in a wrong argument is not shown, not even cut in half", () => {
  const long = secret(`hunter2-${"x".repeat(200)}`);
  ok(!message({ present: long }).includes("hunter2"));
});

Deno.test("lists take one string, and modes lose their zeros", () => {
  const { packages, mode } = check(schema, { packages: "vim", mode: "0644" }, "files.test");
  strictEqual(packages?.join(), "vim");
  strictEqual(mode, "644");
});

Deno.test("what starts with _ is global, and a missing condition is refused", () => {
  const { args, globals } = splitArguments({ path: "/x", name: "Y", _sudo: true }, ["path"], "files.test");
  strictEqual(JSON.stringify([args, globals]), '[{"path":"/x"},{"name":"Y","_sudo":true}]');
  throws(() => splitArguments({ _if: undefined }, [], "files.test"), /"_if" is present but undefined/);
  throws(
    () => splitArguments({ _sudoo: true }, [], "files.test"),
    /no global argument "_sudoo"; did you mean "_sudo"\?/,
  );
  throws(() => splitArguments({ _sudo: "yes" }, [], "files.test"), /argument "_sudo": expected boolean, found "yes"/);
});

Deno.test("an operation may have name as an argument of its own", () => {
  strictEqual(splitArguments({ name: "eth0" }, ["name"], "x").args.name, "eth0");
});
