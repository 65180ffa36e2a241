import { strictEqual } from "node:assert/strict";
import { hasOption } from "./mount_options.ts";

for (
  const [option, present, expected] of [
    ["nodev", ["rw", "nodev"], true],
    ["ro", ["rw", "nodev"], false],
    ["defaults", ["rw"], true],
    ["x-systemd.automount", ["rw"], true],
    ["exec", ["rw"], true],
    ["exec", ["rw", "noexec"], false],
    ["size=1m", ["rw", "size=1024k"], true],
    ["size=2m", ["rw", "size=1024k"], false],
    ["mode=755", ["rw", "mode=700"], false],
  ] as const
) {
  Deno.test(`${option} is ${expected ? "" : "not "}among ${present.join()}`, () => {
    strictEqual(hasOption(present, option), expected);
  });
}
