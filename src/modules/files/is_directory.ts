import { type Fact, fact, type OperationHost, sh, z } from "../../api/mod.ts";
import { saysYes } from "../lines.ts";
import { pathWord } from "./stat.ts";

/** Whether there is a directory. */
export const IsDirectory: Fact<boolean, { path: string }> = fact({
  module: "files",
  name: "IsDirectory",
  local: true,
  doc: "Whether there is a directory at a path, or a link to one. Any system.",
  args: () => z.object({ path: z.string().describe("the path on the host") }),
  command: ({ path }) => sh`if test -d ${pathWord(path)}; then echo yes; else echo no; fi`,
  process: saysYes,
});

/** Says that there will be a directory, so that what goes into it need not wait for it. */
export function predictDirectory(host: OperationHost, path: string): void {
  host.predict(IsDirectory, { path }, "yes\n");
}
