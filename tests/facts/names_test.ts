import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { type Fact, linesOf, quote } from "../../src/api/mod.ts";
import { FindFiles } from "../../src/modules/files/mod.ts";
import { ALL_FACTS } from "./all.ts";
import { runAll, SHELLS } from "./shells.ts";

const NAMES = [
  "two words",
  `it's "quoted"`,
  "two\nlines",
  "ünï€😀",
  "-n",
  "$HOME `id` $(id)",
  "back\\slash",
  "*?[a]",
  "%s%n",
];

// deno-lint-ignore no-explicit-any
const BY_PATH: readonly Fact<any, any>[] = ALL_FACTS.filter(({ definition: { module }, schema }) => {
  const { shape } = schema();
  return module === "files" && "path" in shape &&
    Object.keys(shape).every((key) => key === "path" || isOptional(shape[key]!));
});

function isOptional(type: { safeParse(value: unknown): { success: boolean } }): boolean {
  return type.safeParse(undefined).success;
}

Deno.test("facts of files are the same whatever the file is called", async () => {
  ok(BY_PATH.length > 10, String(BY_PATH.length));
  const folder = await Deno.makeTempDir({ prefix: "drover-names-" });
  try {
    await Deno.writeTextFile(join(folder, "plain"), "first\nsecond\n");
    await Promise.all(NAMES.map((name) => Deno.link(join(folder, "plain"), join(folder, name))));
    // Relative to the folder, so that a dash or a star may stand in front, and as a whole path.
    const cases = BY_PATH.flatMap((fact) =>
      [(name: string) => name, (name: string) => join(folder, name)].flatMap((at) =>
        ["plain", ...NAMES].map((name) => ({ fact, name, path: at(name) }))
      )
    );
    const wrong = await Promise.all(SHELLS.map(async (shell) => {
      const commands = cases.map(({ fact, path }) => `cd ${quote(folder)}\n${fact.command(fact.check({ path })).text}`);
      const outcomes = await runAll(shell, commands, Deno.env.get("PATH")!);
      const read = ({ fact, path }: typeof cases[number], index: number) => {
        const { code, stdout, stderr } = outcomes[index]!;
        if (code !== 0) return { code, stderr: stderr.split(":").length };
        const text = JSON.stringify(fact.process(linesOf(stdout), fact.check({ path })));
        return text.replaceAll(JSON.stringify(path).slice(1, -1), "PATH").replaceAll('"./PATH"', '"PATH"');
      };
      const values = cases.map(read);
      return cases.flatMap(({ fact, name }, index) => {
        const plain = values[index - index % (NAMES.length + 1)];
        try {
          deepStrictEqual(values[index], plain);
          return [];
        } catch {
          return `${fact.fullName} of ${JSON.stringify(name)} by ${shell.name}: ${
            JSON.stringify([values[index], plain])
          }`;
        }
      });
    }));
    deepStrictEqual(wrong.flat(), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a pattern for paths stands for names and never for options of find", async () => {
  const folder = await Deno.makeTempDir({ prefix: "drover-names-" });
  try {
    for (const name of ["-delete", "plain"]) await Deno.writeTextFile(join(folder, name), "");
    for (const shell of SHELLS) {
      const patterns = ["-delete", "-d*", "*", "?delete", "[-]delete"];
      const commands = patterns.map((path) =>
        `cd ${quote(folder)}\n${FindFiles.command(FindFiles.check({ path, quotePath: false })).text}`
      );
      const outcomes = await runAll(shell, commands, Deno.env.get("PATH")!);
      const found = outcomes.map(({ stdout }) => linesOf(stdout).sort());
      const [one, both] = [["./-delete"], ["./-delete", "./plain"]];
      deepStrictEqual(found, [one, one, both, one, one], shell.name);
    }
    deepStrictEqual((await Array.fromAsync(Deno.readDir(folder))).length, 2);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
