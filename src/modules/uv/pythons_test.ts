import { deepStrictEqual } from "node:assert/strict";
import { isMeant } from "./pythons.ts";

const meant = (request: string, key: string, version: string) => isMeant(request, { key, version });

Deno.test("a Python is asked for by version, implementation, range or key", () => {
  const key = "cpython-3.13.4-linux-x86_64-gnu";
  const yes = ["3", "3.13", "3.13.4", "cpython@3.13", "cp3.13", "cpython3.13.4", "cpython", ">=3.12,<3.14", "~=3.13.0"];
  for (const request of [...yes, key, "cpython-3.13.4", "cpython-3.13.4-linux"]) {
    deepStrictEqual([request, meant(request, key, "3.13.4")], [request, true]);
  }
  for (const request of ["3.1", "3.13.40", "pypy@3.13", "pypy", ">=3.14", "cpython-3.1", "cpython-3.13.4-macos", ""]) {
    deepStrictEqual([request, meant(request, key, "3.13.4")], [request, false]);
  }
});

Deno.test("a version alone is one of CPython", () => {
  deepStrictEqual(meant("3.11", "pypy-3.11.11-linux-x86_64-gnu", "3.11.11"), false);
  deepStrictEqual(meant("pp3.11", "pypy-3.11.11-linux-x86_64-gnu", "3.11.11"), true);
});
