import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { canonicalName, fulfils, requirement } from "./names.ts";

const INSTALLED = { flask: ["3.0.2"], "typing-extensions": ["4.9.0"], celery: ["5.3rc1"] };

Deno.test("a package is known by any spelling of its name", () => {
  strictEqual(canonicalName("Typing_Extensions"), "typing-extensions");
  deepStrictEqual(requirement("Typing.Extensions == 4.9.0", INSTALLED), {
    name: "typing-extensions",
    version: "4.9.0",
    text: "Typing.Extensions == 4.9.0",
  });
});

for (
  const [text, version] of [
    ["flask", undefined],
    ["flask>=3,<4", "3.0.2"],
    ["flask~=3.0.1", "3.0.2"],
    ["flask~=3.1", "~=3.1"],
    ["flask==3.*", "3.0.2"],
    ["flask[async]>2", "3.0.2"],
    ["flask>4", ">4"],
    ["celery>=5", ">=5"],
    ["flask==3.0.2; python_version>'3'", "3.0.2"],
  ] as const
) {
  Deno.test(`${text} is met by ${version ?? "any version"}`, () => {
    strictEqual(requirement(text, INSTALLED).version, version);
  });
}

Deno.test("what is behind an address or a path without a name counts as missing", () => {
  for (const text of ["git+https://x.org/thing.git", "./wheels/thing.whl"]) {
    deepStrictEqual(requirement(text, INSTALLED), { name: text, version: text, text });
  }
  deepStrictEqual(requirement("git+https://x.org/f.git#egg=Flask", INSTALLED).name, "flask");
});

Deno.test("versions are compared by number, not by letter", () => {
  deepStrictEqual(
    [
      fulfils("1.10", ">", "1.9"),
      fulfils("1.0", "==", "1"),
      fulfils("1.2.3", "!=", "1.2.*"),
      fulfils("2.0a1", ">", "1"),
    ],
    [true, true, false, false],
  );
});
