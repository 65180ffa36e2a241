import { doesNotMatch, match } from "node:assert/strict";
import { formula } from "./formula.ts";

const releases = new URL("https://example.org/drover/releases/");

Deno.test("the formula names the archive and checksum of each platform that there is", () => {
  const text = formula({
    version: "1.2.3",
    releases,
    sums: new Map([["aarch64-apple-darwin", "a".repeat(64)], ["x86_64-unknown-linux-gnu", "b".repeat(64)]]),
  });
  match(
    text.replaceAll(/\s+/g, " "),
    inOrder(`on_macos do on_arm do
    url "https://example.org/drover/releases/download/v1.2.3/drover-1.2.3-aarch64-apple-darwin.tar.gz"
    sha256 "${"a".repeat(64)}" end end
    on_linux do on_intel do
    url "https://example.org/drover/releases/download/v1.2.3/drover-1.2.3-x86_64-unknown-linux-gnu.tar.gz"
    sha256 "${"b".repeat(64)}" end end
    def install bin.install "drover" end`),
  );
  match(text, /homepage "https:\/\/example\.org\/drover"\n/);
});

Deno.test("a system without archives is left out", () => {
  const text = formula({ version: "1.2.3", releases, sums: new Map([["x86_64-unknown-linux-gnu", "b".repeat(64)]]) });
  doesNotMatch(text, /on_macos|on_arm/);
});

/** Matches a text, however its words are parted. */
function inOrder(text: string): RegExp {
  return new RegExp(text.replaceAll(/\s+/g, " ").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
