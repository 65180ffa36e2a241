import { messageOf, UsageError } from "../api/mod.ts";
import {
  type DroverEvent,
  type EventSink,
  hasWork,
  run,
  type RunOptions,
  type RunOutcome,
  type RunPlan,
  type Script,
  type Unplanned,
} from "../engine/mod.ts";
import { chooseHosts, subjectOf } from "./choose_hosts.ts";
import { type Colors, makeColors, wantsColors } from "./colors.ts";
import { codeOfStates, exitCodeOf } from "./exit_code.ts";
import { refuseExits } from "./exits.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { journalFolder, makeJournal, type Subject, writeJournal } from "./journal.ts";
import { currentFolder } from "./loading.ts";
import { checkHostCount, connectLimits } from "./open_files.ts";
import type { Options } from "./options.ts";
import { waitFor } from "./patience.ts";
import { renderError } from "./render_error.ts";
import { jsonView } from "./render_json.ts";
import type { Request } from "./request.ts";
import { terminalView } from "./render_terminal.ts";
import type { SandboxedSetup } from "./sandboxed.ts";
import { type Setup, setUp } from "./setup.ts";
import { strategyOf } from "./strategy.ts";
import { width } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { watchUncaught } from "./uncaught.ts";

/** One call of the command line, with all that its commands share. */
export interface CliSession {
  readonly argv: readonly string[];
  /** What it is about, for the journal. */
  readonly subject: Subject;
  readonly options: Options;
  readonly terminal: Terminal;
  readonly colors: Colors;
  readonly interrupt: Interrupt;
  readonly setup: Setup;
  readonly emit: EventSink;
}

/** How a command runs scripts. */
export interface RunScriptsOptions {
  readonly scripts: readonly Script[];
  /** Plan, and ask. Default: no questions, apply at once. */
  readonly plan?: "ask" | "only" | "none";
  readonly onEvent?: (event: DroverEvent) => void;
}

/** What a session is opened with. */
interface SessionOptions {
  readonly argv: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
  /** Whether the command shows its results itself. */
  readonly quiet: boolean;
}

/** Loads everything, then runs a command with it. */
export async function withSession(
  request: Request,
  { argv, options, terminal, quiet }: SessionOptions,
  body: (session: CliSession) => Promise<number>,
): Promise<number> {
  const colors = makeColors(wantsColors(terminal.errIsTerminal));
  const connected = new Set<string>();
  const interrupt = listenForInterrupt(
    (text) => terminal.err(`\n${colors.yellow(text)}\n`),
    () => connected,
  );
  let broken: number | undefined;
  let sandbox: SandboxedSetup | undefined;
  const stopWatching = watchUncaught((error) => {
    broken ??= exitCodeOf(error);
    for (const line of renderError(error, colors, options.flag("debug"))) terminal.err(`${line}\n`);
    interrupt.stop();
  });
  const allowExits = refuseExits();
  try {
    const json = options.flag("json");
    if (!json && !quiet) terminal.err(`${colors.bold("--> Loading inventory...")}\n`);
    // Until the longest host name is known, messages have no column of their own.
    let view: EventSink = (event) => {
      if (event.type === "message" && event.level !== "debug") terminal.err(`    ${event.text}\n`);
    };
    const asks = terminal.canAsk && !json && !options.flag("yes");
    const setting = setUp(request.inventory, {
      options,
      emit: (event) => view(event),
      signal: interrupt.hard,
      stop: interrupt.soft,
      ask: asks ? async (question) => isYes(await ask(`\n    ${question} [y/N] `, { terminal, interrupt })) : undefined,
    });
    const loaded = await waitFor(setting, "the inventory", { signal: interrupt.soft, warn: () => {} });
    const subject = subjectOf(request, options, (script) => loaded.loader.resolve(script, currentFolder()));
    const warn = (text: string) => view({ type: "message", level: "warning", text });
    const setup = { ...loaded, inventory: await chooseHosts(loaded.inventory, subject, options, warn) };
    view = json ? jsonView((text) => terminal.out(text)) : makeTerminalView(setup, options, terminal, colors, quiet);
    const emit: EventSink = (event) => {
      if (event.type === "host.connected") connected.add(event.host);
      if (event.type === "host.disconnected") connected.delete(event.host);
      view(event);
    };
    if (options.flag("sandbox")) {
      sandbox = await (await import("./sandboxed.ts")).sandboxed(setup, emit, interrupt.soft);
    }
    const session = { argv, subject, options, terminal, colors, interrupt, setup: { ...setup, ...sandbox }, emit };
    const code = await body(session);
    return broken ?? code;
  } finally {
    sandbox?.close();
    allowExits();
    stopWatching();
    interrupt.dispose();
  }
}

function makeTerminalView(
  { inventory }: Setup,
  options: Options,
  terminal: Terminal,
  colors: Colors,
  quiet: boolean,
): EventSink {
  const view = terminalView({
    colors,
    verbose: options.count("verbose"),
    debug: options.flag("debug"),
    debugFacts: options.flag("debug-facts"),
    nameWidth: Math.max(0, ...inventory.hosts.map(({ name }) => width(name))),
    write: (text) => terminal.err(text),
    live: terminal.errIsTerminal,
  });
  const loud = !quiet || options.count("verbose") > 0 || options.flag("debug-facts");
  return (event) => {
    // What a command of exec printed is there already, and how it ended is said by exec.
    const failed = event.type === "host.failed" && event.operation === undefined;
    if (loud || failed || event.type === "message") view(event);
  };
}

/** Runs scripts as the options say. */
export async function runScripts(
  session: CliSession,
  { scripts, plan = "none", onEvent }: RunScriptsOptions,
): Promise<RunOutcome> {
  const { options, setup, emit } = session;
  const dry = plan === "only" || options.flag("dry") || options.flag("debug-operations");
  const asks = !options.flag("yes") && !options.flag("json") && plan === "ask";
  const unplanned: Unplanned = options.flag("strict") ? "refuse" : asks ? "ask" : "run";
  const isDry = dry || (options.flag("json") && plan === "ask" && !options.flag("yes"));
  const limits = await connectLimits();
  checkHostCount(setup.inventory.hosts.filter(({ active }) => active).length, limits);
  const outcome = await run({
    inventory: setup.inventory,
    connectors: setup.connectors,
    connectorContext: setup.connectorContext,
    scripts,
    globals: setup.globals,
    strategy: strategyOf(options, setup.config),
    connectParallel: limits.parallel,
    skipPlan: plan === "none" || (options.flag("no-plan") && !dry),
    dry: isDry,
    wantsDiff: plan === "ask" && !options.flag("no-diff") && (options.flag("diff") || setup.config.diff !== false),
    unplanned,
    approve: asks ? (made) => approve(made, session) : undefined,
    confirm: (question) => confirm(question, session),
    load: setup.includeScript ?? setup.loadScript,
    localCopy: setup.localCopy ?? ((address) => setup.loader.localCopy(address.href)),
    emit: (event) => {
      onEvent?.(event);
      emit(event);
    },
    factCache: factCacheOptions(options),
    signal: session.interrupt.soft,
    hardSignal: session.interrupt.hard,
  });
  const tookPart = [...outcome.results.hosts.values()].some(({ state }) => state !== "left out");
  if (!isDry && !outcome.declined && tookPart) await keepJournal(session, outcome);
  return outcome;
}

/** A run that cannot be written down is a run all the same. */
async function keepJournal({ argv, subject, interrupt, emit }: CliSession, { results }: RunOutcome): Promise<void> {
  const folder = journalFolder();
  if (folder === undefined) return;
  const interrupted = interrupt.soft.aborted;
  try {
    await writeJournal(folder, makeJournal({ commandLine: argv, subject, results, interrupted }));
  } catch (error) {
    emit({ type: "message", level: "warning", text: `The run is not written down: ${messageOf(error)}` });
  }
}

function factCacheOptions(options: Options): RunOptions["factCache"] {
  const seconds = options.number("fact-cache");
  if (seconds === undefined) return undefined;
  const cache = Deno.env.get("XDG_CACHE_HOME") || `${Deno.env.get("HOME") ?? "."}/.cache`;
  return { folder: `${cache}/drover/facts`, maxAgeMs: seconds * 1000 };
}

async function approve(_plan: RunPlan, session: CliSession): Promise<boolean> {
  const { terminal, colors } = session;
  if (!terminal.canAsk) {
    throw new UsageError("Not applied: there is no terminal to ask on", {
      hint: "Use -y to apply without a question, --dry for the plan alone.",
    });
  }
  const answer = await ask(
    `\n    Detected changes displayed above, skip this step with -y\n    ${
      colors.bold("Press enter to execute, anything else and enter to stop: ")
    }`,
    session,
  );
  if (answer !== "") terminal.err(`${answer === undefined ? "\n" : ""}    ${colors.yellow("Not applied.")}\n`);
  return answer === "";
}

async function confirm(question: string, session: CliSession): Promise<boolean> {
  const { options } = session;
  if (options.flag("yes")) return true;
  if (options.flag("json")) return false;
  return isYes(await ask(`\n    ${question} [y/N] `, session));
}

function isYes(answer: string | undefined): boolean {
  return /^y(es)?$/i.test(answer ?? "");
}

/** Asks for a line; an interrupt is no answer. */
async function ask(
  question: string,
  { terminal, interrupt }: Pick<CliSession, "terminal" | "interrupt">,
): Promise<string | undefined> {
  const interrupted = Promise.withResolvers<undefined>();
  const stop = () => interrupted.resolve(undefined);
  interrupt.soft.addEventListener("abort", stop);
  if (interrupt.soft.aborted) stop();
  const answer = await Promise.race([terminal.ask(question), interrupted.promise]);
  interrupt.soft.removeEventListener("abort", stop);
  return answer;
}

/** The exit code of a run. */
export function exitCode({ results, plan, declined }: RunOutcome, { interrupt, options }: CliSession): number {
  if (interrupt.happened) return 130;
  const code = codeOfStates([...results.hosts.values()].map(({ state }) => state));
  if (code !== 0) return code;
  const stopped = declined || options.flag("dry") || options.flag("debug-operations") ||
    options.flag("json") && !options.flag("yes");
  if (stopped && plan && hasWork(plan)) return 3;
  return 0;
}
