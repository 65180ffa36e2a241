import { deepStrictEqual, ok } from "node:assert/strict";
import { MISSING_COMMAND } from "../../src/api/mod.ts";
import { ALL_FACTS, plainArguments } from "./all.ts";
import { runAll, SHELLS } from "./shells.ts";

const GUARDED = ALL_FACTS.filter(({ definition }) => definition.requiresCommand !== undefined);

Deno.test("a fact whose program is missing says so before it prints anything, and has a default", async () => {
  ok(GUARDED.length > 100);
  const nowhere = await Deno.makeTempDir({ prefix: "drover-empty-" });
  try {
    const wrong = (await Promise.all(SHELLS.map(async (shell) => {
      const outcomes = await runAll(
        shell,
        GUARDED.map((fact) => fact.command(plainArguments(fact)).text),
        nowhere,
      );
      return outcomes.flatMap(({ code, stdout, stderr }, index) =>
        code === MISSING_COMMAND && stdout === "" && stderr === ""
          ? []
          : `${GUARDED[index]!.fullName} by ${shell.name}: ${code} ${stdout}${stderr}`
      );
    }))).flat();
    deepStrictEqual(wrong, []);
  } finally {
    await Deno.remove(nowhere);
  }
});

Deno.test("the default of a fact is what JSON can hold, and each host has its own", () => {
  const wrong = ALL_FACTS.filter((fact) => {
    const [one, other] = [fact.missing(), fact.missing()];
    const isShared = typeof one === "object" && one !== null && one === other;
    return one === undefined || isShared || JSON.stringify(one) === undefined;
  });
  deepStrictEqual(wrong.map(({ fullName }) => fullName), []);
});
