import { UsageError } from "../../api/mod.ts";
import { harmless } from "../colors.ts";
import { mask, MaskStream, quote } from "../../command/mod.ts";
import { shell } from "../../modules/server/mod.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";

/**
 * `drover INVENTORY exec -- COMMAND …`: one word is shell text, several words are a program and its arguments. What the
 * hosts print goes to stdout and stderr as it comes, with the host's name in front where there are several.
 */
export async function execCommand(session: CliSession, words: readonly string[]): Promise<number> {
  const { terminal, setup, options } = session;
  for (const name of ["dry", "debug-operations"] as const) {
    if (options.flag(name)) {
      throw new UsageError(`exec runs its command at once: it has no plan for --${name}`, {
        hint: `To see a plan: drover INVENTORY server.shell commands=${quote(text(words))} --${name}`,
      });
    }
  }
  const command = text(words);
  const names = setup.inventory.hosts.filter(({ active }) => active).map(({ name }) => name);
  const printer = new LinePrinter(
    names.length > 1,
    // A file or a program gets what the host printed; a terminal would obey it.
    (stream, line) =>
      stream === "stdout"
        ? terminal.out(terminal.outIsTerminal ? harmless(line) : line)
        : terminal.err(terminal.errIsTerminal ? harmless(line) : line),
  );
  const script = {
    url: "command line",
    name: "exec",
    main: () => void shell({ commands: command, name: `exec ${command}` }),
  };
  const outcome = await runScripts(session, {
    scripts: [script],
    onEvent: (event) => {
      if (event.type === "output" && !options.flag("json")) printer.push(event.host, event.stream, event.text);
      if (event.type === "operation.host" && event.outcome === "failed" && !options.flag("json")) {
        terminal.err(
          `[${event.host}] ${mask(String((event.error as Error)?.message ?? event.error).split(":")[0]!)}\n`,
        );
      }
    },
  });
  printer.flush();
  return exitCode(outcome, session);
}

function text(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : words.map(quote).join(" ");
}

type Stream = "stdout" | "stderr";

/** Prints output of many hosts in whole lines, secrets masked. */
class LinePrinter {
  readonly #streams = new Map<
    string,
    { readonly mask: MaskStream; readonly stream: Stream; readonly host: string; line: string }
  >();

  constructor(private readonly named: boolean, private readonly print: (stream: Stream, text: string) => void) {}

  push(host: string, stream: Stream, text: string): void {
    const key = `${stream} ${host}`;
    let state = this.#streams.get(key);
    if (!state) this.#streams.set(key, state = { mask: new MaskStream(), stream, host, line: "" });
    state.line += state.mask.push(text);
    const end = state.line.lastIndexOf("\n") + 1;
    this.#print(stream, host, state.line.slice(0, end));
    state.line = state.line.slice(end);
  }

  flush(): void {
    for (const { mask, stream, host, line } of this.#streams.values()) {
      const rest = line + mask.flush();
      this.#print(stream, host, this.named && rest !== "" ? `${rest}\n` : rest);
    }
  }

  #print(stream: Stream, host: string, text: string): void {
    if (text === "") return;
    this.print(stream, this.named ? text.replaceAll(/^(?=.|\n)/gm, `[${host}] `) : text);
  }
}
