import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { covers, parseSource, parseSources, sameSource } from "./sources.ts";

Deno.test("a one-line source is read with its options, as lists where there are several values", () => {
  deepStrictEqual(
    parseSource("deb [ arch=amd64,i386 signed-by=/k.gpg ] https://x.org/debian/ bookworm main contrib # c"),
    {
      type: "deb",
      url: "https://x.org/debian/",
      distribution: "bookworm",
      components: ["main", "contrib"],
      options: { arch: ["amd64", "i386"], "signed-by": "/k.gpg" },
    },
  );
});

Deno.test("a flat repository and a CD are sources, a comment is none", () => {
  strictEqual(parseSource("deb https://x.org/ ./")?.components.length, 0);
  strictEqual(parseSource("deb cdrom:[Debian 12 _Bookworm_]/ bookworm main")?.url, "cdrom:[Debian 12 _Bookworm_]/");
  strictEqual(parseSource("# deb https://x.org/debian bookworm main"), undefined);
});

Deno.test("a deb822 stanza gives one source for each type, address and suite", () => {
  const sources = parseSources([
    "# comment",
    "Types: deb deb-src",
    "URIs: https://x.org/debian",
    "Suites: bookworm",
    " bookworm-updates",
    "Components: main",
    "Architectures: amd64",
    "Signed-By:",
    " -----BEGIN PGP PUBLIC KEY BLOCK-----",
    " .",
    " -----END PGP PUBLIC KEY BLOCK-----",
    "",
    "Types: deb",
    "URIs: https://y.org/debian",
    "Suites: sid",
    "Enabled: no",
  ]);
  deepStrictEqual(sources.map(({ type, distribution }) => `${type} ${distribution}`), [
    "deb bookworm",
    "deb bookworm-updates",
    "deb-src bookworm",
    "deb-src bookworm-updates",
  ]);
  strictEqual(sources[0]!.options.arch, "amd64");
  strictEqual(String(sources[0]!.options["signed-by"]).split("\n").length, 3);
});

Deno.test("a source covers one that asks for fewer components or names no key, but is not the same", () => {
  const there = parseSource("deb [signed-by=/k] http://x/ sid main contrib")!;
  const judge = (line: string) => [covers(there, parseSource(line)!), sameSource(there, parseSource(line)!)];
  deepStrictEqual(judge("deb http://x sid main"), [true, false]);
  deepStrictEqual(judge("deb [signed-by=/k] http://x sid contrib main"), [true, true]);
  deepStrictEqual(judge("deb [signed-by=/other] http://x sid main"), [false, false]);
  deepStrictEqual(judge("deb [arch=i386] http://x sid main"), [false, false]);
  deepStrictEqual(judge("deb http://x sid non-free"), [false, false]);
});
