import { fileURLToPath } from "node:url";
import {
  arg,
  type Arguments,
  download,
  hashContent,
  type Operation,
  operation,
  OperationError,
  z,
} from "../../api/mod.ts";
import { File, Sha1File } from "./facts.ts";
import { addDeployDir, source } from "./source.ts";

const args = () =>
  z.object({
    src: arg.path().describe("the file on the host"),
    dest: source().describe("the local file"),
    addDeployDir: addDeployDir(),
    createLocalDir: z.boolean().default(false).describe("make the local directory that it goes to"),
    force: z.boolean().default(false).describe("download even if the content is the same"),
  });

/** Fetches a file of the host into a local one. */
export const get: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "get",
    doc: "Fetches a file of the host into a local file, if the content differs. Any system.",
    args,
    invalidates: [],
  },
  async function* ({ src, createLocalDir, force, ...options }, host) {
    const dest = options.addDeployDir ? options.dest : options.dest.fromHere();
    if (dest.protocol !== "file:") {
      throw new OperationError(`Cannot download ${src} to ${dest.href}: it is no local file`, {
        hint: "Give dest as a path.",
      });
    }
    const exists = await Deno.stat(dest).then(() => true, () => false);
    const [there, digest, local] = await Promise.all([
      host.fact(File, { path: src }),
      exists && !force ? host.fact(Sha1File, { path: src }) : undefined,
      exists && !force ? hashContent(dest, "sha1", host.signal) : undefined,
    ]);
    if (there !== null && digest && digest === local) {
      return host.noop(`file ${fileURLToPath(dest)} has already been downloaded`);
    }
    if (createLocalDir && host.phase === "apply") await Deno.mkdir(new URL(".", dest), { recursive: true });
    yield download(src, dest);
  },
);
