import { OperationError } from "../../api/mod.ts";

/** What a template can be rendered with beside its variables. */
export interface TemplateSource {
  /** The template itself. */
  readonly text: string;
  /** Where it comes from: what it includes is looked up beside it. */
  readonly url?: URL;
  /** What errors call it. */
  readonly label: string;
}

/** The error of a template, with its line and the lines around it. */
export function templateError(
  source: TemplateSource,
  line: number | undefined,
  message: string,
  cause: unknown,
): OperationError {
  const lines = source.text.replace(/\n$/, "").split("\n");
  const around = line === undefined ? [] : ["...", ...lines.slice(Math.max(0, line - 3), line + 2), "..."];
  const place = line === undefined ? source.label : `${source.label} (L${line})`;
  return new OperationError([`Error in template: ${place}: ${message}`, ...around].join("\n"), {
    code: "load",
    hint: message.endsWith(" is undefined")
      ? "Pass it in data; what the script knows, the template does not know by itself."
      : undefined,
    cause,
  });
}
