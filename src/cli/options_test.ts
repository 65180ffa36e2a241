import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { parseCommandLine } from "./options.ts";

const parse = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  parseCommandLine(words, (name) => environment[name]);

Deno.test("options may stand anywhere in front of --", () => {
  const { options, operands, rest } = parse(["--dry", "hosts.ts", "exec", "--limit", "web", "--", "ls", "--dry", "-y"]);
  deepStrictEqual(operands, ["hosts.ts", "exec"]);
  deepStrictEqual(rest, ["ls", "--dry", "-y"]);
  strictEqual(options.flag("dry"), true);
  strictEqual(options.flag("yes"), false);
  deepStrictEqual(options.list("limit"), ["web"]);
});

Deno.test("every spelling of an option is understood", () => {
  for (const word of ["--fail-percent=5", "--fail_percent=5", "--failPercent=5"]) {
    strictEqual(parse([word]).options.number("fail-percent"), 5, word);
  }
  strictEqual(parse(["--user", "ops"]).options.text("ssh-user"), "ops");
  strictEqual(parse(["-vvy", "-v"]).options.count("verbose"), 3);
  strictEqual(parse(["-vvy"]).options.flag("yes"), true);
});

Deno.test("a value may be empty, hold an equals sign, or start with a dash", () => {
  deepStrictEqual(parse(["--data", "a=b=c", "--data=d="]).options.list("data"), ["a=b=c", "d="]);
  strictEqual(parse(["--ssh-password", "-secret"]).options.text("ssh-password"), "-secret");
});

Deno.test("an environment variable stands in for an option that is not given", () => {
  strictEqual(parse([], { DROVER_YES: "1" }).options.flag("yes"), true);
  for (const off of ["0", "false", ""]) strictEqual(parse([], { DROVER_YES: off }).options.flag("yes"), false, off);
});

Deno.test("numbers are numbers and nothing else", () => {
  for (const word of ["--parallel=-1", "--parallel=1.5", "--parallel=0x10", "--parallel=1e3", "--parallel="]) {
    throws(() => parse([word]), /--parallel: expected a whole number, found "/, word);
  }
  throws(() => parse(["--retry-delay=soon"]), /--retry-delay: expected a number, found "soon"/);
  strictEqual(parse(["--retry-delay=0.5"]).options.number("retry-delay"), 0.5);
});
