import { archiveName, fileAddress, type Target } from "./names.ts";

/** What a Homebrew formula is made from. */
export interface FormulaOptions {
  readonly version: string;
  readonly releases: URL;
  /** The checksums of the archives, by platform. */
  readonly sums: ReadonlyMap<Target, string>;
}

const SYSTEMS: readonly (readonly [system: string, processors: readonly (readonly [string, Target])[]])[] = [
  ["on_macos", [["on_arm", "aarch64-apple-darwin"], ["on_intel", "x86_64-apple-darwin"]]],
  ["on_linux", [["on_arm", "aarch64-unknown-linux-gnu"], ["on_intel", "x86_64-unknown-linux-gnu"]]],
];

/** The text of a Homebrew formula for the platforms that there are archives for. */
export function formula({ version, releases, sums }: FormulaOptions): string {
  const systems = SYSTEMS.flatMap(([system, processors]) => {
    const blocks = processors.flatMap(([processor, target]) => {
      const sum = sums.get(target);
      if (sum === undefined) return [];
      const url = fileAddress(releases, version, archiveName(version, target)).href;
      return [`    ${processor} do\n      url ${ruby(url)}\n      sha256 ${ruby(sum)}\n    end\n`];
    });
    return blocks.length === 0 ? [] : [`  ${system} do\n${blocks.join("")}  end\n`];
  });
  return `class Drover < Formula
  desc "Drives hosts to the state that a TypeScript deploy script describes"
  homepage ${ruby(releases.href.replace(/\/releases\/$/, ""))}
  version ${ruby(version)}
  license "MIT"

${systems.join("\n")}
  def install
    bin.install "drover"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/drover --version")
  end
end
`;
}

/** A string literal of Ruby. */
function ruby(text: string): string {
  return `"${text.replaceAll(/["\\#]/g, "\\$&")}"`;
}
