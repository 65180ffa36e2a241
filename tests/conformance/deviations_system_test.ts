import { deepStrictEqual } from "node:assert/strict";
import { deviationOf } from "./deviations.ts";
import type { Mismatch, Subject } from "./outcome.ts";
import { expectedSteps } from "./steps.ts";

const plan = {} as Extract<Mismatch, { about: "commands" }>["plan"];

function rule(ours: string, expected: string[], found: string[]): string | undefined {
  const subject: Subject = { kind: "operation", theirs: ours, ours, args: {}, facts: {}, platforms: [] };
  const steps = { expected: expectedSteps(expected), found: expectedSteps(found) };
  return deviationOf({ ...subject, about: "commands", ...steps, plan })?.name;
}

Deno.test("a line is added in one way only if it is the same line of the same file", () => {
  const theirs = ["( [ $(tail -c1 f | wc -l) -eq 0 ] && echo ; echo 'a b' ) >> f"];
  const ours = (line: string, file: string) => [
    `if [ -s ${file} ] && [ $(tail -c 1 < ${file} | wc -l) -eq 0 ]; then echo >> ${file}; fi && echo ${line} >> ${file}`,
  ];
  deepStrictEqual(rule("server.user", theirs, ours("'a b'", "f")), "line added in one way");
  deepStrictEqual(rule("server.user", theirs, ours("'a c'", "f")), undefined);
  deepStrictEqual(rule("server.user", theirs, ours("'a b'", "g")), undefined);
});

Deno.test("a crontab is changed in one command only for the same user to the same entry", () => {
  const list = "crontab -l -u x > _tempfile_";
  const edit = "sed -i.a-timestamp 's/.*old.*/* * * * * new/' _tempfile_ && rm -f _tempfile_.a-timestamp";
  const write = "crontab -u x _tempfile_";
  const ours = (user: string, entry: string) => [
    `table=$(crontab -u ${user} -l) && table=$(printf '%s\\n' "$table" | sed -E 's/^(@a) old[[:space:]]*$/${entry}/') && printf '%s\\n' "$table" | crontab -u ${user} -`,
  ];
  const name = "crontab without a temporary file";
  deepStrictEqual(rule("crontab.crontab", [list, edit, write], ours("x", "* * * * * new")), name);
  deepStrictEqual(rule("crontab.crontab", [list, edit, write], ours("y", "* * * * * new")), undefined);
  deepStrictEqual(rule("crontab.crontab", [list, edit, write], ours("x", "1 * * * * new")), undefined);
});

Deno.test("a script is run in one command only with the same arguments, and if it is removed", () => {
  const upload = ["upload", "/s.sh", "_tempfile_"] as unknown as string;
  const ours = (trap: string, words: string) => [upload, `(file=/tmp/x; trap '${trap}' EXIT; "$file" ${words})`];
  const name = "script removed after its run";
  deepStrictEqual(rule("server.script", [upload, "_tempfile_ a 'b c'"], ours('rm -f "$file"', "a 'b c'")), name);
  deepStrictEqual(rule("server.script", [upload, "_tempfile_ a 'b c'"], ours('rm -f "$file"', "a b c")), undefined);
  deepStrictEqual(rule("server.script", [upload, "_tempfile_ a 'b c'"], ours("true", "a 'b c'")), undefined);
});

Deno.test("an end of a port number is a deviation, another number is not", () => {
  deepStrictEqual(rule("server.wait", ["grep -e ':22'"], ["grep -e ':22[[:space:]]'"]), "whole port number");
  deepStrictEqual(rule("server.wait", ["grep -e ':22'"], ["grep -e ':23[[:space:]]'"]), undefined);
});
