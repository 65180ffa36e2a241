import { deepStrictEqual } from "node:assert/strict";
import { ALL_FACTS, commandText, eachArgumentWith, plainArguments, takesText } from "./all.ts";
import { runAll, SHELLS, toolFolder } from "./shells.ts";

/** Texts that run `: >CANARY` wherever they are taken for a part of the command. */
const HOSTILE: readonly ((canary: string) => string)[] = [
  (canary) => `'; : >${canary}; '"; : >${canary}; "$(: >${canary})\`: >${canary}\``,
  (canary) => `ü x\n: >${canary}\n;&|#<>(){}*?~!\\`,
  (canary) => `\\"); system(": >${canary}"); (" /;w ${canary}`,
];

/** Their argument is a command: they show that the canaries would be there. */
const COMMANDS = ["server.Command", "server.Succeeds"];

Deno.test("no argument of a fact becomes a part of its command, by dash, bash and busybox", async () => {
  const programs = ALL_FACTS.flatMap((fact) => {
    const { requiresCommand } = fact.definition;
    if (requiresCommand === undefined) return [];
    return typeof requiresCommand === "string" ? requiresCommand : requiresCommand(plainArguments(fact));
  });
  const tools = await toolFolder(programs);
  const canaries = await Deno.makeTempDir({ prefix: "drover-canaries-" });
  try {
    const wrong = (await Promise.all(SHELLS.map(async (shell) => {
      const cases = ALL_FACTS.filter(takesText).flatMap((fact) =>
        HOSTILE.flatMap((hostile, kind) => {
          const canary = `${canaries}/${shell.name}-${fact.fullName}-${kind}`;
          return eachArgumentWith(fact, hostile(canary)).flatMap((args) => {
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
