import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../../src/testing/mod.ts";
import { EXAMPLES } from "./examples.ts";

Deno.test("the examples of the documentation are what facts make of what programs print", () => {
  const wrong = EXAMPLES.flatMap(({ fact, args, output }) => {
    try {
      const value = processFact(fact, output, args ?? {});
      return value === null || JSON.stringify(value) === "{}" || JSON.stringify(value) === "[]" ? fact.fullName : [];
    } catch (error) {
      return String(error);
    }
  });
  deepStrictEqual(wrong, []);
});
