import { deepStrictEqual, ok } from "node:assert/strict";
import { ALL_FACTS, argumentsWith, commandText, eachArgumentWith, requiredPrograms, takesText } from "./all.ts";
import { runAll, SHELLS, toolFolder } from "./shells.ts";

/** Texts that run `: >CANARY` wherever they are taken for a part of the command. */
const HOSTILE: readonly ((canary: string) => string)[] = [
  (canary) => `'; : >${canary}; '"; : >${canary}; "$(: >${canary})\`: >${canary}\``,
  (canary) => `ü x\n: >${canary}\n;&|#<>(){}*?~!\\`,
  (canary) => `\\"); system(": >${canary}"); (" /;w ${canary}`,
];

/** Their argument is a command: they show that the canaries would be there. */
const COMMANDS = ["server.Command", "server.Succeeds"];

/** Whether these are words that are options by intent: further ones for `find`, and which environment uv looks into. */
function isOption(fact: string, args: { readonly args?: readonly string[]; readonly environment?: object }): boolean {
  return (/^files\.Find(Directories|Files|Links)$/.test(fact) && args.args?.length === 1) ||
    (fact === "uv.UvPipPackages" && args.environment !== undefined);
}

Deno.test("no argument of a fact becomes a part of its command, by dash, bash and busybox", async () => {
  const tools = await toolFolder(requiredPrograms());
  const canaries = await Deno.makeTempDir({ prefix: "drover-canaries-" });
  try {
    const wrong = (await Promise.all(SHELLS.map(async (shell) => {
      const cases = ALL_FACTS.filter(takesText).flatMap((fact) =>
        HOSTILE.flatMap((hostile, kind) => {
          const canary = `${canaries}/${shell.name}-${fact.fullName}-${kind}`;
          // Each argument on its own in one shell is enough: how a command is put together does not depend on the shell.
          const all = argumentsWith(fact, hostile(canary));
          const sets = shell === SHELLS[0] || all === undefined ? eachArgumentWith(fact, hostile(canary)) : [all];
          return sets.flatMap((args) => {
            const text = commandText(fact, args);
            return text === undefined
              ? []
              : { what: `${fact.fullName} ${JSON.stringify(args)} by ${shell.name}`, text };
          });
        })
      );
      const outcomes = await runAll(shell, cases.map(({ text }) => text), tools);
      return cases.flatMap(({ what }, index) => {
        const { stderr } = outcomes[index]!;
        const isBroken = /syntax error|unterminated|unexpected (end|EOF)|bad substitution/i.test(stderr);
        return isBroken && !COMMANDS.includes(what.split(" ")[0]!) ? `${what}: ${stderr}` : [];
      });
    }))).flat();
    deepStrictEqual(wrong, []);
    const found = await Array.fromAsync(Deno.readDir(canaries), ({ name }) => name.replace(/-\d$/, ""));
    const expected = SHELLS.flatMap(({ name }) => COMMANDS.map((fact) => `${name}-${fact}`));
    deepStrictEqual([...new Set(found)].sort(), expected.sort());
  } finally {
    await Deno.remove(tools, { recursive: true });
    await Deno.remove(canaries, { recursive: true });
  }
});

Deno.test("no argument of a fact becomes an option of a program", async () => {
  const hostile = "-x1y";
  const tools = await toolFolder(requiredPrograms(), `printf '%s\\n' "\${0##*/}" "$@" ""`);
  try {
    const cases = ALL_FACTS.filter(takesText).filter(({ definition }) => definition.requiresCommand !== undefined)
      .flatMap((fact) =>
        eachArgumentWith(fact, hostile).filter((args) => !isOption(fact.fullName, args))
          .map((args) => ({ fact, text: commandText(fact, args) }))
      )
      .flatMap(({ fact, text }) => text === undefined ? [] : { fact, text });
    const outcomes = await runAll(SHELLS[0]!, cases.map(({ text }) => text), tools);
    const calls = cases.flatMap(({ fact }, index) =>
      outcomes[index]!.stdout.split("\n\n").map((call) => ({ fact, words: call.split("\n") }))
    );
    // What stands behind an option is its value.
    const wrong = calls.filter(({ words }) =>
      words.some((word, at) =>
        word === hostile && !words.slice(0, at).includes("--") && !words[at - 1]!.startsWith("-")
      )
    );
    deepStrictEqual([...new Set(wrong.map(({ fact }) => fact.fullName))], []);
    ok(calls.filter(({ words }) => words.some((word) => word.includes(hostile))).length > 50);
  } finally {
    await Deno.remove(tools, { recursive: true });
  }
});
