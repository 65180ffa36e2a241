import { type OperationHost, pathOf, readText } from "../../api/mod.ts";
import type { JinjaOptions } from "./jinja.ts";
import type { TemplateSource } from "./template_error.ts";

/** How {@linkcode renderTemplate} renders. */
export interface RenderOptions {
  /** Settings of the Jinja2 environment. */
  readonly jinjaEnvKwargs?: JinjaOptions;
  /** Ends reading a template that is somewhere else. */
  readonly signal?: AbortSignal;
}

/** Whether an address is that of a Jinja2 template. */
export function isJinja(source: URL): boolean {
  return /\.(j2|jinja2?)$/.test(source.pathname);
}

/**
 * Renders a template: Jinja2 where the file's name ends in `.j2`, `.jinja` or `.jinja2`, Eta for any other and for text.
 * The template knows what is in `data`, and `host` with its `name`, `groups` and `data`.
 *
 * @param source where the template is, or its text
 * @throws {OperationError} that names file, line and variable where the template uses what it was not given
 */
export async function renderTemplate(
  source: URL | string,
  data: Readonly<Record<string, unknown>>,
  host: Pick<OperationHost, "name" | "groups" | "data">,
  options: RenderOptions = {},
): Promise<string> {
  const variables = { host: { name: host.name, groups: [...host.groups], data: host.data }, ...data };
  const template: TemplateSource = source instanceof URL
    ? { text: await readText(source, options.signal), url: source, label: pathOf(source) }
    : { text: source, label: "template" };
  if (source instanceof URL && isJinja(source)) {
    const { renderJinja } = await import("./jinja.ts");
    return await renderJinja(template, variables, options.jinjaEnvKwargs);
  }
  const { renderEta } = await import("./eta.ts");
  return await renderEta(template, variables);
}
