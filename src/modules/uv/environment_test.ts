import { deepStrictEqual } from "node:assert/strict";
import { environmentWords } from "./environment.ts";

Deno.test("words that say which environment is meant are found among others", () => {
  deepStrictEqual(environmentWords(["--no-cache", "--system", "--python", "/srv/venv", "-q"]), [
    "--system",
    "--python",
    "/srv/venv",
  ]);
  deepStrictEqual(environmentWords(["-p", "3.12", "--prefix=/opt", "--index-url", "https://x"]), [
    "-p",
    "3.12",
    "--prefix=/opt",
  ]);
  deepStrictEqual(environmentWords(["--offline", "--python"]), []);
});
