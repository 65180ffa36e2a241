import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { oneLine, saysYes, unexpected } from "../lines.ts";
import { type FileInfo, type LinkInfo, pathWord, statFact } from "./stat.ts";

/** A regular file. */
export const File: Fact<FileInfo | false | null, { path: string }> = statFact(
  "File",
  ["file"],
  "Owner, mode, size and times of a regular file; `null` where there is nothing, `false` where there is something else. Linux, BSD, macOS.",
);

/** A directory. */
export const Directory: Fact<FileInfo | false | null, { path: string }> = statFact(
  "Directory",
  ["directory"],
  "Owner, mode and times of a directory; `null` where there is nothing, `false` where there is something else. Linux, BSD, macOS.",
);

/** A symbolic link. */
export const Link: Fact<LinkInfo | false | null, { path: string }> = statFact(
  "Link",
  ["link"],
  "Target, owner and times of a symbolic link; `null` where there is nothing, `false` where there is something else. Linux, BSD, macOS.",
);

/** A socket. */
export const Socket: Fact<FileInfo | false | null, { path: string }> = statFact(
  "Socket",
  ["socket"],
  "Owner, mode and times of a socket; `null` where there is nothing, `false` where there is something else. Linux, BSD, macOS.",
);

const IS_FILE = "__drover_file_";

/** The lines of a text file. */
export const FileContents: Fact<string[] | null, { path: string }> = fact({
  module: "files",
  name: "FileContents",
  local: true,
  doc: "The lines of a text file; `null` where there is no readable file.",
  args: () => z.object({ path: z.string().describe("the file on the host") }),
  // The first line tells a file that is empty from none.
  command: ({ path }) => sh`! test -f ${pathWord(path)} || { echo ${IS_FILE} && cat ${pathWord(path)}; }`,
  process: ([first, ...rest]) => first === undefined ? null : first === IS_FILE ? rest : [first, ...rest],
});

type Algorithm = "md5" | "sha1" | "sha256" | "sha384";

/** A fact that gives a file's digest from the first program that the host has. */
function digestFact(name: string, algorithm: Algorithm, length: number): Fact<string | null, { path: string }> {
  const perl = algorithm === "md5" ? [] : [`shasum -a ${algorithm.slice("sha".length)}`];
  const tools = [`${algorithm}sum`, ...perl, algorithm, `openssl dgst -${algorithm}`];
  const read = raw(
    `for tool in ${
      tools.map((tool) => `'${tool}'`).join(" ")
    }; do ! command -v \${tool%% *} >/dev/null 2>&1 || exec $tool`,
  );
  const none = raw(`done; echo 'no program for ${algorithm}: ${tools.join(", ")}' >&2; exit 1`);
  const digest = new RegExp(
    `^(?:\\\\?([0-9a-f]{${length}})(?:\\s|$)|[\\w-]+ ?\\(.*\\) ?= ([0-9a-f]{${length}})$)`,
    "s",
  );
  return fact({
    module: "files",
    name,
    local: true,
    doc: `The hex digest of a file; \`null\` where there is no file. Linux, BSD, macOS.`,
    args: () => z.object({ path: z.string().describe("the file on the host") }),
    command: ({ path }) => {
      const at = pathWord(path);
      return sh`! test -f ${at} || { ${read} ${at}; ${none}; }`;
    },
    process: (lines) => {
      if (lines.length === 0) return null;
      const text = lines.join("\n");
      const found = digest.exec(text);
      if (!found) throw unexpected(`${length} hexadecimal digits`, text);
      return (found[1] ?? found[2])!;
    },
  });
}

/** The MD5 digest of a file. */
export const Md5File: Fact<string | null, { path: string }> = digestFact("Md5File", "md5", 32);
/** The SHA-1 digest of a file. */
export const Sha1File: Fact<string | null, { path: string }> = digestFact("Sha1File", "sha1", 40);
/** The SHA-256 digest of a file. */
export const Sha256File: Fact<string | null, { path: string }> = digestFact("Sha256File", "sha256", 64);
/** The SHA-384 digest of a file. */
export const Sha384File: Fact<string | null, { path: string }> = digestFact("Sha384File", "sha384", 96);

/** The flags of a file. */
export const Flags: Fact<string[], { path: string }> = fact({
  module: "files",
  name: "Flags",
  local: true,
  doc: "The flags of a file, as `uchg`; empty where there is no file. BSD, macOS.",
  args: () => z.object({ path: z.string().describe("the file on the host") }),
  requiresCommand: "chflags",
  default: () => [],
  command: ({ path }) => sh`! test -e ${pathWord(path)} || stat -f %Sf ${pathWord(path)}`,
  process: (lines) => {
    if (lines.length === 0) return [];
    const text = oneLine(lines, "flags of a file", /^(-|[a-z\d]+(,[a-z\d]+)*)?$/);
    return text.split(",").filter((flag) => flag !== "" && flag !== "-");
  },
});

/** Whether two paths are one file, as hard links are. */
export const SameFile: Fact<boolean, { path: string; other: string }> = fact({
  module: "files",
  name: "SameFile",
  local: true,
  doc: "Whether two paths are one file, as hard links are; links are followed. Linux, BSD, macOS.",
  args: () =>
    z.object({ path: z.string().describe("the one path on the host"), other: z.string().describe("the other path") }),
  command: ({ path, other }) => sh`if test ${pathWord(path)} -ef ${pathWord(other)}; then echo yes; else echo no; fi`,
  process: saysYes,
});

/** Whether two files, or two trees, have the same content. */
export const SameContent: Fact<boolean, { path: string; other: string }> = fact({
  module: "files",
  name: "SameContent",
  local: true,
  doc: "Whether two files, or two trees of files, have the same content. Systems with `diff`; `false` on others.",
  args: () =>
    z.object({ path: z.string().describe("the one path on the host"), other: z.string().describe("the other path") }),
  requiresCommand: "diff",
  default: () => false,
  command: ({ path, other }) =>
    sh`if diff -rq ${pathWord(path)} ${pathWord(other)} >/dev/null 2>&1; then echo yes; else echo no; fi`,
  process: saysYes,
});
