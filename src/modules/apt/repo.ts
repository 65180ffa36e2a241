import { type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { line } from "../files/mod.ts";
import { AptSources } from "./facts.ts";
import { covers, parseSource, sameSource } from "./sources.ts";

const args = () =>
  z.object({
    src: z.string().min(1).describe("the source in one line, as `deb https://deb.debian.org/debian bookworm main`"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    filename: z.string().regex(/^[A-Za-z0-9_.-]+$/, "a file name of letters, digits, _, - and .").optional().describe(
      "the file in `/etc/apt/sources.list.d`, without `.list` (default: `/etc/apt/sources.list`)",
    ),
  });

/** Adds or removes a package source in a one-line file. */
export const repo: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "repo",
    doc: "Adds or removes a package source in a one-line `.list` file. Debian, Ubuntu and their kin.",
    args,
  },
  async function* ({ src, present, filename }, host) {
    const wanted = parseSource(src);
    if (wanted === undefined) {
      throw new OperationError(`Cannot read the package source ${JSON.stringify(src)}`, {
        hint: "Write it as deb [OPTION=VALUE] URL SUITE COMPONENT, or use apt.ppa for a ppa: address.",
      });
    }
    const sources = await host.fact(AptSources);
    const isThere = sources.some((source) => (present ? covers : sameSource)(source, wanted));
    if (isThere === present) return host.noop(`apt repo "${src}" ${present ? "exists" : "does not exist"}`);
    const path = filename === undefined ? "/etc/apt/sources.list" : `/etc/apt/sources.list.d/${filename}.list`;
    yield* line.inner({ path, line: src, present, escapeRegexCharacters: true });
  },
);
