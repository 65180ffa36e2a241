import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { quote } from "./quote.ts";
import { pathWord, raw, sh } from "./sh.ts";
import { makeUnixCommand } from "./unix.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function run(...argv: string[]): Promise<string> {
  const [program = "", ...args] = argv;
  return text((await new Deno.Command(program, { args }).output()).stdout);
}

for (const shell of ["dash", "bash", "busybox sh"]) {
  Deno.test(`quoting survives ${shell} for arbitrary strings`, async () => {
    const word = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[ '"\\$`!*?~#&|;<>(){}[\]\n\t-]*$/),
    ).filter((value) => !value.includes("\0"));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 8 }), async (words) => {
        const command = sh`printf ${"%s\\0"} ${words}`;
        strictEqual(
          await run(...shell.split(" "), "-c", command.text),
          words.map((one) => `${one.toWellFormed()}\0`).join(""),
        );
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`a composed command reaches ${shell} as it was meant`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string().filter((value) => !value.includes("\0")), async (value) => {
        const command = makeUnixCommand(sh`printf %s ${value}`.text, { _env: { A: value }, _chdir: "/tmp" });
        strictEqual(await run(...shell.split(" "), "-c", command), value.toWellFormed());
      }),
      { numRuns: 30 },
    );
  });

  Deno.test(`nothing of a command runs in ${shell} where its directory is missing`, async () => {
    for (const command of ["echo ran", "false; echo ran", "false || echo ran", "true\necho ran", "true & echo ran"]) {
      for (const args of [{ _chdir: "/no such" }, { _chdir: "/no such", _env: { A: "b" } }]) {
        const composed = makeUnixCommand(command, args);
        strictEqual(await run(...shell.split(" "), "-c", `${composed} 2>/dev/null || echo refused`), "refused\n");
        strictEqual(
          await run(...shell.split(" "), "-c", makeUnixCommand(command, { ...args, _chdir: "/tmp" })),
          "ran\n",
        );
      }
    }
  });
}

Deno.test("sh leaves out what is empty in a list, and one space with it", () => {
  strictEqual(sh`ls ${[false && "-a"]} ${["-l", undefined, null]} /`.text, "ls -l /");
  strictEqual(sh`ls ${[]}`.text, "ls");
});

Deno.test("sh takes commands and raw text as they are", () => {
  strictEqual(sh`${sh`test -e ${"a b"}`} && ${raw("$HOME/x")}`.text, "test -e 'a b' && $HOME/x");
});

Deno.test("sh refuses an interpolation inside of quotes, but not inside of a substitution in quotes", () => {
  throws(() => sh`echo "${"x"}"`, /Cannot interpolate inside "quotes"/);
  throws(() => sh`echo '${"x"}'`, /Cannot interpolate inside 'quotes'/);
  strictEqual(sh`[ "$(wc -c <${"a b"})" -le ${5} ]`.text, `[ "$(wc -c <'a b')" -le 5 ]`);
  throws(() => sh`echo "$(echo "${"x"}")"`, /Cannot interpolate/);
});

Deno.test("sh refuses what is missing", () => {
  throws(() => sh`rm -rf ${undefined as unknown as string}`, /Cannot put undefined/);
  throws(() => sh`rm -rf ${null as unknown as string}`, /Cannot put null/);
  throws(() => quote("a\0b"), /NUL/);
});

Deno.test("a path keeps its tilde and nothing else", async () => {
  strictEqual(await run("sh", "-c", sh`printf %s ${pathWord("~/a b")}`.text), `${Deno.env.get("HOME")}/a b`);
  strictEqual(pathWord("-x").text, "./-x");
  strictEqual(pathWord("/etc/$x").text, "'/etc/$x'");
});

for (
  const [args, expected] of [
    [{}, "sh -c 'echo hi'"],
    [{ _env: { K: "v" }, _chdir: "/opt/x y" }, `sh -c 'cd '"'"'/opt/x y'"'"' && export K=v && echo hi'`],
    [{ _sudo: true }, "sudo -H -n sh -c 'echo hi'"],
    [
      { _sudo: true, _sudoUser: "app", _useSudoLogin: true, _preserveSudoEnv: true },
      "sudo -H -n -i -E -u app sh -c 'echo hi'",
    ],
    [{ _suUser: "app" }, `su app -c 'sh -c '"'"'echo hi'"'"''`],
    [
      { _sudo: true, _suUser: "app", _suShell: "bash" },
      `sudo -H -n su -s $(command -v bash) app -c 'sh -c '"'"'echo hi'"'"''`,
    ],
    [{ _suUser: "app", _useSuLogin: true, _preserveSuEnv: true }, `su -l -m app -c 'sh -c '"'"'echo hi'"'"''`],
    [{ _doas: true, _doasUser: "app" }, "doas -n -u app sh -c 'echo hi'"],
    [{ _dzdo: true, _dzdoUser: "app" }, "dzdo -H -n -u app sh -c 'echo hi'"],
    [{ _shellExecutable: null }, "echo hi"],
    [{ _shellExecutable: "bash", _sudo: true }, "sudo -H -n bash -c 'echo hi'"],
  ] as const
) {
  Deno.test(`the command of ${JSON.stringify(args)} is composed as pyinfra does`, () => {
    strictEqual(makeUnixCommand("echo hi", args), expected);
  });
}

Deno.test("a password is never part of the composed command", () => {
  const composed = makeUnixCommand("echo hi", {
    _sudo: true,
    _sudoPassword: "hunter2",
    _suUser: "app",
    _suPassword: "hunter3",
  });
  strictEqual(/hunter/.test(composed), false);
  strictEqual(composed.startsWith("sudo -H -k -S -p '' su app -c"), true);
});
