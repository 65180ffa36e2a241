import { arg, type Arguments, type Operation, operation, OperationError, pathOf, z } from "../../api/mod.ts";
import { putContent } from "./put.ts";
import { isJinja, renderTemplate } from "./render.ts";

const args = () =>
  z.object({
    src: arg.src().describe("the template: Jinja2 if it ends in `.j2`, `.jinja` or `.jinja2`, Eta otherwise"),
    dest: arg.path().describe("the file on the host"),
    user: z.string().optional().describe("its owner"),
    group: z.string().optional().describe("its group"),
    mode: arg.mode().optional().describe('its mode, as `"644"`'),
    createRemoteDir: z.boolean().default(true).describe("make the directory that it goes to"),
    jinjaEnvKwargs: z.object({
      trimBlocks: z.boolean().optional().describe("drop the line end behind a block tag"),
      lstripBlocks: z.boolean().optional().describe("drop the blanks before a block tag"),
      tags: z.record(z.string(), z.string()).optional().describe("other tags, as `{ blockStart: '<%' }`"),
    }).strict().optional().describe("settings for Jinja2"),
    data: z.record(z.string(), z.unknown()).default({}).describe(
      "the template's variables, beside `host` with its `name`, `groups` and `data`",
    ),
  });

/** Puts a rendered template onto the host. */
export const template: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "template",
    leavesNothing: true,
    doc: "Renders a template with Eta or Jinja2 and puts the result onto the host if it is not there already. " +
      "A variable that is not given is an error.",
    args,
  },
  async function* ({ src, data, jinjaEnvKwargs, ...options }, host) {
    if (jinjaEnvKwargs !== undefined && !isJinja(src)) {
      throw new OperationError(`Cannot use jinjaEnvKwargs for ${pathOf(src)}: it is no Jinja2 template`, {
        hint: "Name the file with .j2 at its end, or leave jinjaEnvKwargs out.",
      });
    }
    const content = await renderTemplate(src, data, host, { jinjaEnvKwargs, signal: host.signal });
    const name = decodeURIComponent(src.pathname.split("/").pop()!).replace(/\.(eta|j2|jinja2?)$/, "");
    yield* putContent({ ...options, content, name, label: pathOf(src) }, host);
  },
);
