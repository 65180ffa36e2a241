import { strictEqual } from "node:assert/strict";
import { plan } from "../../testing/mod.ts";
import { interpolated } from "./interpolate.ts";
import { line } from "./line.ts";
import { replace } from "./replace.ts";
import { wholeLine } from "./text_edit.ts";

async function shell(command: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", command], env: { WHO: "me & you" } }).output();
  return new TextDecoder().decode(stdout);
}

for (
  const [given, isText, extended, pattern] of [
    ["a.b", false, false, "^.*a.b.*$"],
    ["^a$", false, false, "^a$"],
    ["^a", false, false, "^a.*$"],
    ["costs 5\\$", false, false, "^.*costs 5\\$.*$"],
    ["^a.b$", true, false, "^.*\\^a\\.b\\$.*$"],
    ["a+(b)", true, false, "^.*a+(b).*$"],
    ["a+(b)", true, true, "^.*a\\+\\(b\\).*$"],
  ] as const
) {
  Deno.test(`${given} ${isText ? "as text" : "as a pattern"} for a whole line is ${pattern}`, () => {
    strictEqual(wholeLine(given, isText, extended), pattern);
  });
}

for (
  const [text, expected] of [
    ["$WHO and ${WHO}", "me & you and me & you"],
    ["$(id) `id` $1 ${WHO:-x} it's \\$WHO", "$(id) `id` $1 ${WHO:-x} it's \\me & you"],
    ["", ""],
  ] as const
) {
  Deno.test(`of ${JSON.stringify(text)} only the variables are expanded`, async () => {
    strictEqual(await shell(`printf %s ${interpolated(text)}`), expected);
  });
}

Deno.test("what becomes of a line is text, whatever is in it", async () => {
  const path = await Deno.makeTempFile();
  for (const text of ["a/b&c", "\\1 \\n", "it's $HOME `id`", '"*[x]"']) {
    await Deno.writeTextFile(path, "one\nkey=1\n");
    const { commands } = await plan(
      line,
      { path, line: "key=.*", replace: text },
      (fact, args) =>
        fact.fullName === "files.FindInFile" && (args as { pattern: string }).pattern.includes("key")
          ? ["key=1"]
          : null,
    );
    await shell(commands.join(" && "));
    strictEqual(await Deno.readTextFile(path), `one\n${text}\n`);
  }
  await Deno.remove(path);
});

Deno.test("a replacement takes groups, and slashes and line ends as they are", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "at /old/7\n");
  const { commands } = await plan(
    replace,
    { path, text: "/old/\\([0-9]\\)", replace: "/new/\\1&\nend" },
    (fact) => fact.fullName === "files.FindInFile" ? ["at /old/7"] : null,
  );
  await shell(commands.join(" && "));
  strictEqual(await Deno.readTextFile(path), "at /new/7&\nend\n");
  await Deno.remove(path);
});
