import { AssertionError } from "node:assert/strict";
import { type AnyConnector, type GlobalArguments, type Host, messageOf, UsageError } from "../api/mod.ts";
import { type DroverEvent, hasWork, run, type RunOutcome } from "../engine/mod.ts";
import { findHosts, type HostsOptions } from "./hosts.ts";
import { keepConnections } from "./kept.ts";

/** How a script is run in a test. */
export interface RunScriptOptions extends Omit<HostsOptions, "onMessage"> {
  /** Global arguments of all operations. */
  readonly globals?: GlobalArguments;
  /** Stop after the plan. Default: `false`. */
  readonly dry?: boolean;
  readonly onEvent?: (event: DroverEvent) => void;
}

/**
 * Runs a script on hosts, as the command line does, and gives what came of it.
 *
 * @param reference hosts as on the command line: `@local`, `web1.net,web2.net`, a file
 */
export function runScript(
  reference: string,
  script: (host: Host) => unknown,
  options: RunScriptOptions = {},
): Promise<RunOutcome> {
  return runWith((connector) => connector, reference, script, options);
}

async function runWith(
  changed: (connector: AnyConnector) => AnyConnector,
  reference: string,
  script: (host: Host) => unknown,
  options: RunScriptOptions,
): Promise<RunOutcome> {
  const { onEvent = () => {} } = options;
  const onMessage = (level: "info" | "warning", text: string) => onEvent({ type: "message", level, text });
  const found = await findHosts(reference, { ...options, onMessage });
  const { signal } = found.connectorContext;
  return await run({
    ...found,
    connectors: new Map([...found.connectors].map(([name, connector]) => [name, changed(connector)])),
    scripts: [{ url: "test:script", name: "test", main: script }],
    globals: options.globals ?? {},
    strategy: { mode: "barrier" },
    dry: options.dry,
    wantsDiff: true,
    unplanned: "run",
    confirm: () => Promise.resolve(false),
    load: () => Promise.reject(new UsageError("A script of a test cannot include others")),
    emit: onEvent,
    signal,
    hardSignal: signal,
  });
}

/** What {@linkcode dryWetDryWet} expects. */
export interface DryWetOptions extends Omit<RunScriptOptions, "dry"> {
  /** The operations have no state to compare and change something every time. Default: `false`. */
  readonly always?: boolean;
}

/**
 * Proves on a real target that operations do what the plan says, once: the plan shows a change, apply makes it, the plan
 * shows none, apply does nothing. A container of an image is the same in all of them, and no image is made of it.
 *
 * @throws {AssertionError} that says which of the four went wrong, with the plan
 */
export async function dryWetDryWet(
  reference: string,
  script: (host: Host) => unknown,
  options: DryWetOptions = {},
): Promise<void> {
  const kept = keepConnections();
  const step = async (what: string, dry: boolean, changes: boolean) => {
    const outcome = await runWith(kept.keeping, reference, script, { ...options, dry });
    for (const [host, { state, error }] of outcome.results.hosts) {
      if (state !== "ok") {
        throw new AssertionError({
          message: `${what}: ${host} ${state}: ${messageOf(error)}\n${describePlan(outcome)}`,
        });
      }
    }
    const found = dry
      ? hasWork(outcome.plan!)
      : outcome.results.operations.some(({ hosts }) => [...hosts.values()].includes("changed"));
    if (found === changes) return;
    const expected = changes ? "a change was expected and there was none" : "no change was expected and there was one";
    throw new AssertionError({ message: `${what}: ${expected}\n${describePlan(outcome)}` });
  };
  try {
    await step("first plan", true, true);
    await step("first apply", false, true);
    await step("second plan", true, options.always ?? false);
    await step("second apply", false, options.always ?? false);
  } finally {
    await kept.close();
  }
}

function describePlan({ plan }: RunOutcome): string {
  return (plan?.operations ?? []).flatMap(({ name, hosts }) =>
    [...hosts].map(([host, { outcome, commands, reason }]) =>
      `  [${host}] ${name}: ${outcome} ${reason ?? ""} ${commands.join("; ")}`
    )
  ).join("\n");
}
