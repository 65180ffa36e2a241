import { strictEqual } from "node:assert/strict";
import { modeAfter } from "./mode.ts";

for (
  const [present, wished, expected] of [
    ["600", "+x", "711"],
    ["644", "u+x,go-r", "700"],
    ["755", "0644", "644"],
    ["777", "a=r", "444"],
    ["755", "u+s", "4755"],
    ["750", "o=g", "755"],
    ["644", "a+X", "644"],
    ["744", "a+X", "755"],
  ] as const
) {
  Deno.test(`chmod ${wished} turns ${present} into ${expected}, as chmod itself says`, async () => {
    strictEqual(modeAfter(present, wished), expected);
    const path = await Deno.makeTempFile();
    const run = (program: string, ...args: string[]) => new Deno.Command(program, { args }).output();
    await run("chmod", present, path);
    await run("sh", "-c", `umask 0; chmod ${wished} ${path}`);
    strictEqual(((await Deno.stat(path)).mode! & 0o7777).toString(8), expected);
    await Deno.remove(path);
  });
}
