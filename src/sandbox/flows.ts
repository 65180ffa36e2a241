import type { Context, GlobalArguments } from "../api/mod.ts";
import type { FlowKind, Site } from "./messages.ts";

/** What a flow needs of the sandbox. */
export interface FlowParts {
  /** Calls a function of the script in the current context. */
  invoke(id: number, options?: { readonly error?: unknown }): Promise<unknown>;
  /** @throws {UsageError} */
  globals(packed: unknown): GlobalArguments;
}

/** Runs a flow of a script whose bodies are in the sandbox. */
export function runFlow(
  { flow, host }: Context,
  how: FlowKind,
  site: Site,
  { invoke, globals }: FlowParts,
): Promise<unknown> {
  const body = (id: number) => async () => void await invoke(id);
  switch (how.kind) {
    case "deploy": {
      const { name, hosts } = how;
      // Data are checked over there, where their schema is.
      const info = {
        name,
        hosts,
        data: undefined,
        with: globals(how.with),
        scriptArgs: () => ({}),
        body: body(how.body),
      };
      return flow.deploy(info, {}, globals(how.globals), site);
    }
    case "include":
      return flow.include(how.script, {}, site);
    case "rolling":
      return flow.rolling(how.name, how.options as Parameters<typeof flow.rolling>[1], body(how.body), site);
    case "attempt": {
      const { name, block, rescue, always } = how;
      return flow.attempt(name, {
        block: body(block),
        rescue: rescue === undefined ? undefined : async (error) => void await invoke(rescue, { error }),
        always: always === undefined ? undefined : body(always),
      }, site);
    }
    case "once":
      return flow.once(how.name, () => invoke(how.body), site);
    case "flush":
      return host.flush();
  }
}
