import { strictEqual } from "node:assert/strict";
import { lookUp, parseSpecifierMap } from "./specifier_map.ts";

const MAP = parseSpecifierMap(
  {
    "one": "./one.ts",
    "parts/": "./parts/",
    "parts/special/": "https://a.example/special/",
    "pkg/": "jsr:/@acme/pkg@^1/",
    "https://b.example/": "./vendor/",
    "./here.ts": "./there.ts",
  },
  { "./inner/": { "one": "./two.ts" }, "./inner/deep/": { "one": "./three.ts" } },
  "file:///p/deno.json",
);

function found(specifier: string, referrer = "file:///p/main.ts") {
  return lookUp(MAP, specifier, referrer);
}

Deno.test("names are mapped, the longest first", () => {
  strictEqual(found("one"), "file:///p/one.ts");
  strictEqual(found("parts/x.ts"), "file:///p/parts/x.ts");
  strictEqual(found("parts/special/x.ts"), "https://a.example/special/x.ts");
  strictEqual(found("one/more"), undefined);
  strictEqual(found("two"), undefined);
});

Deno.test("addresses are mapped, however they are written", () => {
  strictEqual(found("https://b.example/lib/x.ts"), "file:///p/vendor/lib/x.ts");
  strictEqual(found("../here.ts", "file:///p/inner/main.ts"), "file:///p/there.ts");
  strictEqual(found("pkg/sub"), "jsr:/@acme/pkg@^1/sub");
});

Deno.test("a scope holds for the modules below it, the nearest first", () => {
  strictEqual(found("one", "file:///p/inner/main.ts"), "file:///p/two.ts");
  strictEqual(found("one", "file:///p/inner/deep/main.ts"), "file:///p/three.ts");
  strictEqual(found("parts/x.ts", "file:///p/inner/deep/main.ts"), "file:///p/parts/x.ts");
});

Deno.test("a name does not lead out of what its prefix is mapped to", () => {
  strictEqual(found("parts/../secret.ts"), undefined);
  strictEqual(found("parts/https://evil.example/x.ts"), undefined);
});
