// A fact and an operation of our own.
import { arg, fact, files, operation, sh, z } from "drover";

export const CaddyModules = fact({
  name: "CaddyModules",
  doc: "Names of the modules compiled into caddy; empty when caddy is absent",
  args: z.object({ bin: z.string().default("caddy") }),
  command: ({ bin }) => sh`${bin} list-modules --skip-standard`,
  requiresCommand: "caddy",
  process: (lines) => lines.filter((line) => /^[a-z]/.test(line)),
  default: () => [],
});

export const site = operation({
  name: "site",
  doc: "A caddy site with the modules it needs",
  args: z.object({
    name: z.string(),
    src: arg.src(),
    modules: z.array(z.string()).default([]),
    present: z.boolean().default(true),
  }),
}, async function* ({ name, src, modules, present }, host) {
  const path = `/etc/caddy/sites/${name}.caddy`;
  if (!present) {
    yield sh`rm -f ${path}`;
    return { path };
  }
  const have = await host.fact(CaddyModules);
  const missing = modules.filter((module) => !have.includes(module));
  if (missing.length) yield sh`caddy add-package ${missing}`;
  yield* files.template.inner({ src, dest: path, data: { name } });
  if (!missing.length) host.noop(`site ${name} is as wanted`);
  return { path };
});
