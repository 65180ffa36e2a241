import * as z from "zod";
import { pathWord, sh } from "../command/mod.ts";
import { type Fact, fact } from "./fact.ts";

/** Content above this size is not worth a diff, in bytes. */
export const DIFF_LIMIT = 128 * 1024;

/** A file as far as a diff may show it. */
export type ShownText = { readonly state: "absent" } | { readonly state: "hidden" } | {
  readonly state: "text";
  readonly text: string;
};

/**
 * The present content of a file, for a diff. Hidden where others may not read the file: what is being replaced may be a
 * secret that nobody told us of.
 */
export const TextForDiff: Fact<ShownText, { path: string }> = fact({
  name: "TextForDiff",
  args: () => z.object({ path: z.string().describe("the file on the host") }),
  command: ({ path }) => {
    const at = pathWord(path);
    return sh`if [ ! -e ${at} ]; then echo absent
elif [ -f ${at} ] && open=$(find -H ${at} -prune -perm -0004) && [ -n "$open" ] && size=$(wc -c <${at}) && [ "$size" -le ${DIFF_LIMIT} ]; then echo text; cat ${at}
else echo hidden; fi`;
  },
  process: ([state, ...lines]) => {
    if (state !== "text") return { state: state === "absent" ? "absent" : "hidden" };
    return { state, text: lines.map((line) => `${line}\n`).join("") };
  },
});
