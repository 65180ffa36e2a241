import { FactError, linesOf, messageOf, MISSING_COMMAND } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import { type RawOutput, textOf, whyNoText } from "../session/mod.ts";
import type { FactRequest } from "./fact_request.ts";
import { shownCommand } from "./shown.ts";

/** Longer output is not compared over there. */
const TEXT_LIMIT = 4096;

/** What a command printed, if it is short text: what it prints another time is compared with it over there. */
export function shortText({ code, stdout }: RawOutput): string | undefined {
  if (code !== 0 || stdout.bytes.length > TEXT_LIMIT || stdout.bytes.includes(0)) return undefined;
  return whyNoText(stdout) === undefined ? textOf(stdout) : undefined;
}

/** The output of a command that printed a text. */
export function printed(text: string): RawOutput {
  const captured = (text: string) => ({ bytes: new TextEncoder().encode(text), omitted: 0 });
  return { stdout: captured(text), stderr: captured(""), code: 0 };
}

/** What a fact gives by the output of its command. @throws {FactError} */
export function factValue(request: FactRequest, output: RawOutput): unknown {
  return output.code === MISSING_COMMAND ? request.fact.missing() : process(request, output);
}

function process({ fact, args, sensitive }: FactRequest, output: RawOutput): unknown {
  if (output.code !== 0) {
    const said = sensitive ? "" : textOf(output.stderr).trim() || textOf(output.stdout).trim();
    throw new FactError(
      `Cannot read ${fact.fullName}: its command ended with ${output.code ?? "a signal"}${
        said ? `: ${endOf(mask(said))}` : ""
      }`,
      {
        hint: `It was: ${shownCommand(fact.command(args), { _sensitive: sensitive }).slice(0, 200)}`,
      },
    );
  }
  if (output.stdout.omitted) throw new FactError(`Cannot read ${fact.fullName}: ${whyNoText(output.stdout)}`);
  try {
    return fact.process(linesOf(textOf(output.stdout)), args);
  } catch (error) {
    throw error instanceof FactError ? error : new FactError(messageOf(error), { cause: error });
  }
}

/** The end of a long text, from the beginning of a line if there is one. */
function endOf(text: string): string {
  if (text.length <= 400) return text;
  const end = text.slice(-400);
  return `… ${end.slice(end.indexOf("\n") + 1)}`;
}
