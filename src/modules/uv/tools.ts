import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, extraArguments, words } from "../packages.ts";
import { canonical, requirement } from "../pip/names.ts";
import { latestArgument } from "../plain_packages.ts";
import { UvTools } from "./facts.ts";

const args = () =>
  z.object({
    tools: arg.list().describe("a tool or a list of them"),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: latestArgument(),
    extraArgs: extraArguments("`uv tool install`"),
  });

/** Installs, upgrades and removes tools that are written in Python. */
export const tools: Operation<Arguments<typeof args>> = operation(
  {
    module: "uv",
    name: "tools",
    doc: "Installs, upgrades and removes tools for the user with `uv tool`, as `NAME`, `NAME==VERSION` or any other " +
      "requirement. Any system with uv.",
    args,
  },
  async function* ({ tools, present, latest, extraArgs }, host) {
    if (tools.length === 0) return;
    const installed = canonical(await host.fact(UvTools));
    yield* ensurePackages({
      packages: tools.map((text) => requirement(text, installed)),
      present,
      latest,
      installed,
      // uv installs one tool at a time.
      install: (names) => names.map((name) => sh`uv tool install ${[...words(extraArgs), name]}`),
      uninstall: (_, specs) => sh`uv tool uninstall ${specs.map(({ name }) => name)}`,
      upgrade: (_, specs) => sh`uv tool upgrade ${specs.map(({ name }) => name)}`,
    }, host);
  },
);
