/** Runs scripts on hosts that are made for a test, and tells what happened. @module */
import {
  type DroverEvent,
  type Outcome,
  run,
  type RunOptions,
  type RunOutcome,
  type RunPlan,
  type Script,
} from "../../src/engine/mod.ts";
import type { LoadedInventory } from "../../src/inventory/mod.ts";
import {
  type Data,
  type DroverError,
  type GlobalArguments,
  type Handle,
  type Host,
  secret,
  server,
  UsageError,
} from "drover";
import {
  type FakeAnswer,
  type FakeCommand,
  fakeConnector,
  type FakeHandler,
  scratchConnector,
} from "./fake_connector.ts";

/** How a test runs a script. */
export interface TestRunOptions extends Partial<Omit<RunOptions, "inventory" | "scripts" | "connectors">> {
  /** The names of the hosts, or how many there are: `host1`, `host2` … Default: 1. */
  readonly hosts?: number | readonly string[] | Readonly<Record<string, Data>>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** What the hosts say; commands that it does not know succeed and print nothing. */
  readonly answer?: FakeHandler;
  /** The address of the script. Default: `test:script`. */
  readonly url?: string;
  /** Further scripts, after the first one. */
  readonly more?: readonly Script[];
  /** A folder: the hosts are real shells in it. */
  readonly root?: string;
  /** After how many seconds in which nothing happens the test fails. Default: 10. */
  readonly patience?: number;
}

/** What happened. */
export interface TestRun {
  readonly outcome: RunOutcome;
  readonly plan: RunPlan;
  readonly events: readonly DroverEvent[];
  /** Commands of operations, in the order in which the hosts got them. */
  readonly commands: readonly FakeCommand[];
  /** All that was read, in the order in which the hosts got it. */
  readonly facts: readonly FakeCommand[];
  /** The commands that a host got from operations. */
  on(host: string): string[];
  /** Which hosts went together, one entry for each start: `name: host1 host2`. */
  readonly meetings: readonly string[];
  /** What became of an operation: `host1: changed`. */
  outcomes(operation: string): Record<string, Outcome>;
  /** Why a host failed; `undefined` where it did not. */
  error(host: string): DroverError | undefined;
}

/** Runs a script on fake hosts. @throws what the run throws; an error where it does not end */
export async function runOn(
  script: Script["main"] | ((host: Host) => unknown),
  options: TestRunOptions = {},
): Promise<TestRun> {
  const commands: FakeCommand[] = [];
  const facts: FakeCommand[] = [];
  const events: DroverEvent[] = [];
  const handler = async (command: FakeCommand): Promise<FakeAnswer | void> => {
    (command.kind === "fact" ? facts : commands).push(command);
    return await options.answer?.(command);
  };
  const connector = options.root === undefined ? fakeConnector(handler) : scratchConnector(options.root);
  const { hosts = 1, groups = {}, answer: _1, url = "test:script", more = [], root: _2, patience = 10, ...rest } =
    options;
  const signal = new AbortController().signal;
  const running = run({
    inventory: inventoryOf(connector.name, hosts, groups),
    connectors: new Map([[connector.name, connector]]),
    connectorContext: contextFor(signal),
    scripts: [{ url, name: "script", main: script }, ...more],
    globals: {},
    strategy: { mode: "barrier" },
    unplanned: "run",
    confirm: () => Promise.resolve(false),
    load: (specifier) => Promise.reject(new UsageError(`No script ${specifier} in this test`)),
    signal,
    hardSignal: signal,
    ...rest,
    emit: (event) => {
      events.push(event);
      rest.emit?.(event);
    },
  });
  const outcome = await within(
    running,
    patience,
    () => events.length + commands.length + facts.length,
    () => describe(events, commands),
  );
  return reportOf(outcome, events, commands, facts);
}

function reportOf(
  outcome: RunOutcome,
  events: readonly DroverEvent[],
  commands: readonly FakeCommand[],
  facts: readonly FakeCommand[],
): TestRun {
  return {
    outcome,
    plan: outcome.plan!,
    events,
    commands,
    facts,
    on: (host) => commands.filter((one) => one.host === host).map(({ text }) => text),
    meetings: events.flatMap((event) =>
      event.type === "operation.started" ? [`${event.name}: ${event.hosts.join(" ")}`] : []
    ),
    outcomes: (operation) =>
      Object.fromEntries(
        events.flatMap((event) =>
          event.type === "operation.host" && event.name === operation ? [[event.host, event.outcome]] : []
        ),
      ),
    error: (host) => outcome.results.hosts.get(host)?.error as DroverError | undefined,
  };
}

/** Fails where nothing happens for a while: a deadlock is to be seen, not waited for. */
async function within<T>(
  running: Promise<T>,
  seconds: number,
  happened: () => number,
  describe: () => string,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let seen = -1;
  const timer = setInterval(() => {
    if (happened() === seen) reject(new Error(`Nothing happens in this run for ${seconds} s\n${describe()}`));
    seen = happened();
  }, seconds * 1000);
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearInterval(timer);
  }
}

function describe(events: readonly DroverEvent[], commands: readonly FakeCommand[]): string {
  const last = events.slice(-15).map((event) => `  ${event.type} ${"host" in event ? event.host : ""}`);
  return [...last, ...commands.slice(-15).map(({ host, text }) => `  ${host}: ${text}`)].join("\n");
}

function inventoryOf(
  connector: string,
  hosts: NonNullable<TestRunOptions["hosts"]>,
  groups: NonNullable<TestRunOptions["groups"]>,
): LoadedInventory {
  const names = typeof hosts === "number"
    ? Array.from({ length: hosts }, (_, index) => `host${index + 1}`)
    : Array.isArray(hosts)
    ? hosts as string[]
    : Object.keys(hosts);
  const dataOf = (name: string): Data =>
    typeof hosts === "object" && !Array.isArray(hosts) ? (hosts as Record<string, Data>)[name]! : {};
  return {
    hosts: names.map((name) => ({
      name,
      connector,
      groups: Object.keys(groups).filter((group) => groups[group]!.includes(name)),
      data: { layers: [{ kind: "host", source: "the test", values: dataOf(name) }], prefixes: [] },
      active: true,
    })),
    groups: new Map(
      [["all", names] as const, ...Object.entries(groups)].map((
        [name, members],
      ) => [name, { name, hosts: members, data: {}, children: [] }]),
    ),
  };
}

function contextFor(signal: AbortSignal) {
  return {
    signal,
    connectTimeout: 10,
    log: () => {},
    warn: () => {},
    secret,
    ask: (question: string) => Promise.reject(new UsageError(`Nobody answers "${question}" in a test`)),
  };
}

/** Declares an operation that is one command, and called like it; its text is its identity. */
export function say(text: string, globals: GlobalArguments = {}): Handle<void> {
  return server.shell({ name: text, commands: [text], _key: text, ...globals });
}
