import { arg, type Arguments, type Operation, operation, pathOf, z } from "../../api/mod.ts";
import { runScript } from "./run_script.ts";

/** The arguments that a script gets: one, or a list. */
export const scriptArguments = () => arg.list().default([]).describe("an argument for the script, or a list of them");

const args = () =>
  z.object({
    src: arg.src().describe("the local script, or its address; it starts with `#!`"),
    args: scriptArguments(),
  });

/** Uploads a local script and runs it on the host, every time. */
export const script: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "script",
    doc: "Uploads a local script, runs it and removes it again, every time. Any system.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, args }, host) {
    yield* runScript(src, args, pathOf(src), host);
  },
);
