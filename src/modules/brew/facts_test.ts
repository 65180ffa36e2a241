import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { BrewTaps, BrewVersion } from "./facts.ts";

Deno.test("BrewVersion reads releases, checkouts and shallow checkouts", () => {
  const core = "Homebrew/homebrew-core (git revision ccfbdb1968; last commit 2021-05-16)";
  deepStrictEqual(processFact(BrewVersion, `Homebrew 2.5.3\n${core}`), [2, 5, 3]);
  deepStrictEqual(processFact(BrewVersion, `Homebrew 3.1.7-62-g9f5afcb\n${core}`), [3, 1, 7]);
  deepStrictEqual(processFact(BrewVersion, "Homebrew >=4.3.0 (shallow or no git repository)"), [4, 3, 0]);
  deepStrictEqual(processFact(BrewVersion, core), [0, 0, 0]);
});

Deno.test("BrewTaps lists taps", () => {
  deepStrictEqual(processFact(BrewTaps, "homebrew/cask\nhomebrew/services\n"), ["homebrew/cask", "homebrew/services"]);
  deepStrictEqual(processFact(BrewTaps, ""), []);
});
