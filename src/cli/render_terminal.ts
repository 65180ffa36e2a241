import { formatCallSite } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import type { DroverEvent, Outcome, RunResults } from "../engine/mod.ts";
import { type Colors, harmless } from "./colors.ts";
import { Progress } from "./progress.ts";
import { outputOf, renderError } from "./render_error.ts";
import { toJson } from "./render_json.ts";
import { renderPlan } from "./render_plan.ts";
import { table, width } from "./table.ts";

/** How much is shown. */
export interface TerminalOptions {
  readonly colors: Colors;
  /** 0: results; 1: and facts, and why nothing was to be done; 2: and commands; 3: and what hosts print. */
  readonly verbose: number;
  readonly debug: boolean;
  readonly debugFacts: boolean;
  /** The width of the longest host name. */
  readonly nameWidth: number;
  readonly write: (text: string) => void;
  /** Whether there is a terminal for a progress line. */
  readonly live: boolean;
}

const STAGES = {
  connect: "Connecting to hosts...",
  prepare: "Preparing operations...",
  apply: "Beginning operation run...",
  results: "Results:",
  disconnect: "Disconnecting from hosts...",
} as const;

/** Makes the view of a run for people: one text line after the other, in pyinfra's words. */
export function terminalView(options: TerminalOptions): (event: DroverEvent) => void {
  const { colors, verbose } = options;
  const progress = new Progress(options.live, options.write);
  const print = (line: string) => progress.print(line);
  const head = (text: string) => print(`\n${colors.bold(`--> ${text}`)}`);
  const host = (name: string, text: string) => {
    const label = `[${name}]`;
    print(`    ${colors.bold(label)}${" ".repeat(Math.max(1, options.nameWidth + 3 - width(label)))}${text}`);
  };
  // An operation's error is shown where the operation is, and not again where its host leaves the run.
  const shown = new Set<unknown>();
  const failure = (name: string, error: unknown, operation?: string) => {
    shown.add(error);
    if (operation !== undefined) host(name, colors.red(`Error in ${harmless(operation)}:`));
    const [first = "", ...rest] = renderError(error, colors, options.debug);
    host(name, first);
    for (const line of rest) print(`        ${line}`);
  };

  return (event) => {
    switch (event.type) {
      case "stage":
        return head(STAGES[event.stage]);
      case "host.connected":
        return host(event.host, colors.green("Connected"));
      case "host.ready":
        return verbose > 0 ? host(event.host, `${colors.green("Ready:")} ${event.script}`) : undefined;
      case "host.failed":
        if (!shown.has(event.error)) failure(event.host, event.error, event.operation);
        return;
      case "fact":
        if (verbose > 0 && !event.cached || options.debugFacts) {
          const { compared, operation } = event;
          const how = event.cached
            ? " (known)"
            : compared
            ? ` (compared: ${compared === "same" ? "" : "not "}as assumed)`
            : "";
          const who = options.debugFacts && operation ? ` for ${harmless(operation)}` : "";
          host(event.host, colors.dim(`Fact ${event.fact} ${harmless(toJson(event.args))}${how}${who}`));
        }
        return;
      case "command":
        return verbose > 1
          ? host(event.host, colors.dim(`>>> ${harmless(mask(event.text)).replaceAll("\n", "\n        ")}`))
          : undefined;
      case "output":
        if (verbose > 2) {
          for (const line of event.text.replace(/\n$/, "").split("\n")) host(event.host, harmless(mask(line)));
        }
        return;
      case "plan":
        head("Detected changes:");
        for (const line of renderPlan(event.plan, colors, verbose)) print(line);
        return;
      case "operation.started":
        progress.start(event.name, event.hosts);
        return print(
          `\n${colors.bold(`--> Starting operation: ${harmless(event.name)}`)}${
            event.planned ? "" : colors.yellow(" (not in the plan)")
          }`,
        );
      case "operation.retry":
        return host(
          event.host,
          colors.yellow(`Retry ${event.attempt} of ${event.of}: ${harmless(mask(event.why.split("\n")[0]!))}`),
        );
      case "operation.host": {
        progress.finish(event.host);
        host(
          event.host,
          `${outcomeText(event.outcome, colors)}${event.attempts > 1 ? ` on try ${event.attempts}` : ""}${
            event.reason && verbose > 0 ? colors.dim(` (${harmless(mask(event.reason))})`) : ""
          }`,
        );
        if (event.error === undefined) return;
        if (verbose < 3) {
          for (const line of outputOf(event.error).split("\n").slice(-20)) if (line) print(`        ${line}`);
        }
        return failure(event.host, event.error);
      }
      case "message":
        if (event.level === "debug" && !options.debug) return;
        return event.host ? host(event.host, messageText(event, colors)) : print(`    ${messageText(event, colors)}`);
      case "results":
        if (event.results.operations.length === 0) return progress.stop();
        for (const line of renderResults(event.results, colors)) print(line);
        return progress.stop();
      case "host.disconnected":
        return;
    }
  };
}

function messageText({ level, text, at }: Extract<DroverEvent, { type: "message" }>, colors: Colors): string {
  const shown = `${harmless(mask(text))}${at ? ` (${formatCallSite(at)})` : ""}`;
  return level === "warning" ? colors.yellow(shown) : shown;
}

function outcomeText(outcome: Outcome, colors: Colors): string {
  switch (outcome) {
    case "changed":
      return colors.green("Success");
    case "unchanged":
      return colors.cyan("No changes");
    case "skipped":
      return colors.blue("Skipped");
    case "failed":
      return colors.red("Error");
    case "ignored":
      return colors.yellow("Error (ignored)");
  }
}

/** The results as a table, and the hosts that failed. */
export function renderResults({ operations, hosts }: RunResults, colors: Colors): string[] {
  const count = (outcomes: Iterable<Outcome>, ...wanted: Outcome[]) =>
    String([...outcomes].filter((one) => wanted.includes(one)).length || "-");
  const all = operations.flatMap(({ hosts }) => [...hosts.values()]);
  const row = (name: string, outcomes: readonly Outcome[]) => [
    name,
    String(outcomes.length || "-"),
    count(outcomes, "changed"),
    count(outcomes, "failed", "ignored"),
    count(outcomes, "unchanged", "skipped"),
  ];
  const lines = operations.length
    ? table([
      ["Operation", "Hosts", "Success", "Error", "No Change"],
      ...operations.map(({ name, hosts }) => row(harmless(name), [...hosts.values()])),
      row("Grand total", all),
    ])
    : ["    No operations were run"];
  const failed = [...hosts].filter(([, { state }]) => state === "failed" || state === "unreachable");
  for (const [name, { state, operation }] of failed) {
    lines.push(colors.red(`    [${name}] ${state}${operation ? ` in ${harmless(operation)}` : ""}`));
  }
  return lines;
}
