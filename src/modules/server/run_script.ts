import { type Command, type Content, type OperationHost, raw, sh, upload } from "../../api/mod.ts";
import { temporaryPath } from "../temporary.ts";

// The script goes whichever way it ends: by itself, by a signal, or by a signal to its group.
const RUN = raw(`trap 'rm -f "$file"' EXIT; trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM`);

/** The commands that upload a script, run it and remove it again, whether it succeeds or not. */
export async function* runScript(
  content: Content,
  args: readonly string[],
  label: string,
  host: OperationHost,
): AsyncGenerator<Command, void, void> {
  const path = await temporaryPath(host);
  yield upload(content, path, { mode: "700", label });
  yield sh`(file=${path}; ${RUN}; "$file" ${args})`;
}
