import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { commandLine } from "./command_line.ts";

Deno.test("a command line for any login shell starts the program with its words", async () => {
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom("\\", "'", "!", "\n", "@", "0", "1", "$", "`", '"', " ", "é", "a", "%", "*") }),
    fc.string().filter((text) => !text.includes("\0")),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 5 }), async (words) => {
      const line = commandLine(["printf", "%s\\n", ...words]);
      const { stdout } = await new Deno.Command("sh", { args: ["-c", line] }).output();
      strictEqual(new TextDecoder().decode(stdout), words.map((one) => `${one}\n`).join(""));
    }),
    { numRuns: 100 },
  );
});

Deno.test("a command line has nothing in it that login shells read differently", () => {
  const line = commandLine(["sh", "-c", "a\\b'c!d\ne"]);
  strictEqual(/['\n!]/.test(line.split("' '")[1]!.slice(0, -1)), false);
  strictEqual(commandLine(["sh"]), "exec sh");
});
