import { arg, type Arguments, type Operation, operation, pathOf, z } from "../../api/mod.ts";
import { renderTemplate } from "../files/render.ts";
import { runScript } from "./run_script.ts";
import { scriptArguments } from "./script.ts";

const args = () =>
  z.object({
    src: arg.src().describe("the local template of a script, or its address; it starts with `#!`"),
    args: scriptArguments(),
    data: z.record(z.string(), z.unknown()).default({}).describe("what the template knows beside `host`"),
  });

/** Renders a script from a template and runs it on the host, every time. */
export const scriptTemplate: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "scriptTemplate",
    doc:
      "Renders a script from a template (Eta, or Jinja2 for `.j2`), uploads it, runs it and removes it again, every time. Any system.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, args, data }, host) {
    const content = await renderTemplate(src, data, host, { signal: host.signal });
    yield* runScript(content, args, pathOf(src), host);
  },
);
