import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { File, file, put } from "../files/mod.ts";

const args = () =>
  z.object({
    filename: z.string().regex(/^[A-Za-z0-9_.-]+$/, "a file name of letters, digits, _, - and .").describe(
      "the file in `/etc/apt/sources.list.d`, with or without `.sources`",
    ),
    types: arg.list().default(["deb"]).describe("`deb`, `deb-src` or both"),
    uris: arg.list().optional().describe("the addresses of the archive"),
    suites: arg.list().optional().describe("the suites, as `bookworm`"),
    components: arg.list().optional().describe("the components, as `main`"),
    architectures: arg.list().optional().describe("the architectures (default: all of the host)"),
    signedBy: arg.list().optional().describe("the keyrings that may sign, or the text of the key itself"),
    present: z.boolean().default(true).describe("whether the file shall be there"),
  });

type SourcesArguments = z.output<ReturnType<typeof args>>;

/** Writes or removes a file of package sources in the deb822 form. */
export const sourcesFile: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "sourcesFile",
    doc: "Writes or removes a file of package sources in the deb822 form. Debian 8, Ubuntu 16.04 and later.",
    args,
  },
  async function* (args, host) {
    const path = `/etc/apt/sources.list.d/${args.filename.replace(/\.sources$/, "")}.sources`;
    if (args.present) {
      const content = new TextEncoder().encode(sourcesText(args));
      return yield* put.inner({ src: content, dest: path, mode: "644" });
    }
    if (!await host.fact(File, { path })) return host.noop(`file ${path} does not exist`);
    yield* file.inner({ path, present: false });
  },
);

/** The text of a deb822 file. @throws {OperationError} where addresses or suites are missing */
export function sourcesText(args: SourcesArguments): string {
  for (const needed of ["uris", "suites"] as const) {
    if (args[needed]?.length) continue;
    throw new OperationError(`Cannot write the package sources ${args.filename}: no ${needed} given`, {
      hint: `Say with ${needed} where the packages are.`,
    });
  }
  const fields = [
    ["Types", args.types],
    ["URIs", args.uris],
    ["Suites", args.suites],
    ["Components", args.components],
    ["Architectures", args.architectures],
    ["Signed-By", args.signedBy],
  ] as const;
  return fields.filter(([, values]) => values?.length).map(([name, values]) => `${name}: ${folded(values!)}\n`).join(
    "",
  );
}

/** The lines of a longer value are indented, an empty one is a dot. */
function folded(values: readonly string[]): string {
  const lines = values.join(" ").trim().split("\n");
  return lines.length === 1 ? lines[0]! : lines.map((line) => `\n ${line.trim() || "."}`).join("");
}
