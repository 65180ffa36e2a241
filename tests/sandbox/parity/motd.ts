import { type Fact, fact, files, type Operation, operation, sh, z } from "drover";

/** The words of a file. */
export const Words: Fact<string[], { path: string }> = fact({
  module: "example",
  name: "Words",
  args: () => z.object({ path: z.string() }),
  command: ({ path }) => sh`cat ${path} 2>/dev/null || true`,
  process: (lines) => lines.flatMap((line) => line.split(" ")),
});

/** What needs a program that is nowhere. */
export const Gone: Fact<string> = fact({
  module: "example",
  name: "Gone",
  command: () => sh`nosuch`,
  requiresCommand: "nosuchprogram",
  process: () => "there",
  default: () => "not there",
});

/** Says something. */
export const motd: Operation<{ path: string; text?: string }, number | void> = operation(
  { module: "example", name: "motd", args: () => z.object({ path: z.string(), text: z.string().default("hello") }) },
  async function* ({ path, text }, host): AsyncGenerator<ReturnType<typeof sh>, number | void, void> {
    const [words, gone] = await Promise.all([host.fact(Words, { path }), host.fact(Gone)]);
    if (words.join(" ") === text) return host.noop(`it says ${text} (${gone})`);
    yield sh`printf '%s\n' ${text} > ${path}`;
    yield* files.file.inner({ path: `${path}.mark` }) as AsyncGenerator<ReturnType<typeof sh>, void, void>;
    return words.length;
  },
);
