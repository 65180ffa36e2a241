import {
  type AnyConnector,
  type CallSite,
  type ConnectorContext,
  type Data,
  type DeployInfo,
  type GlobalArguments,
  globalNames,
  Measures,
} from "../api/mod.ts";
import { checkHostData, type LoadedInventory } from "../inventory/mod.ts";
import { ApplyDriver } from "./apply_driver.ts";
import type { Unplanned } from "./unplanned.ts";
import type { EventSink } from "./events.ts";
import { Foresight } from "./foresight.ts";
import { HostPass } from "./pass.ts";
import { hasWork, type RunPlan } from "./plan.ts";
import { PlanDriver } from "./plan_driver.ts";
import { type HostResults, ResultsCollector, type RunResults } from "./results.ts";
import type { RunState, Script } from "./run_state.ts";
import { scriptInventory } from "./script_host.ts";
import { inBatches, type Strategy } from "./strategy.ts";
import type { FactCacheOptions, Target } from "./target.ts";
import { disconnectTargets, makeTargets } from "./targets.ts";
import { rejectionsSeen, watchRejections } from "./rejections.ts";

/** What a run needs. */
export interface RunOptions {
  readonly inventory: LoadedInventory;
  /** The connectors of all hosts, by their names. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  readonly connectorContext: ConnectorContext;
  readonly scripts: readonly Script[];
  /** Global arguments of all operations, from the config and the command line. */
  readonly globals: GlobalArguments;
  readonly strategy: Strategy;
  /** Leave the plan out and apply at once. Default: `false`. */
  readonly skipPlan?: boolean;
  /** Stop after the plan. Default: `false`. */
  readonly dry?: boolean;
  readonly wantsDiff?: boolean;
  readonly unplanned: Unplanned;
  /** Whether to apply a plan. Default: yes. */
  readonly approve?: (plan: RunPlan) => Promise<boolean>;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly load: (specifier: string | URL, from: CallSite | undefined) => Promise<Script>;
  /** The address of a local copy of what operations take from another machine. Default: nothing is fetched. */
  readonly localCopy?: (address: URL) => Promise<URL>;
  readonly emit: EventSink;
  /** Nothing new is sent once it is aborted; what runs may finish. */
  readonly signal: AbortSignal;
  /** Ends what runs. */
  readonly hardSignal: AbortSignal;
  /** How many hosts are connected to at a time. Default: 50. */
  readonly connectParallel?: number;
  /** Facts of earlier runs are taken from here. Default: every run reads all it needs. */
  readonly factCache?: FactCacheOptions;
  /**
   * Seconds after which it is told that a script waits for something outside of the run, and in apply its host is not
   * waited for any more. Default: 30.
   */
  readonly stallSeconds?: number;
}

/** How a run ended. */
export interface RunOutcome {
  readonly plan: RunPlan | undefined;
  readonly results: RunResults;
  /** Whether the plan was not applied because nobody wanted that. */
  readonly declined: boolean;
  readonly targets: ReadonlyMap<string, Target>;
}

/** The default of `stallSeconds`. */
const STALL_SECONDS = 30;

/** What was read for the plan is read again for apply when it is older than this. */
const FACTS_MAX_AGE_MS = 5 * 60 * 1000;

/** How many hosts are planned at a time: what a host holds while it is planned is most of the memory of a large run. */
const PLAN_PARALLEL = 250;

/**
 * Runs scripts on hosts: connect, prepare, apply, results, disconnect.
 *
 * @throws {UsageError} for wrong arguments, names and data, before anything is changed
 */
export async function run(options: RunOptions): Promise<RunOutcome> {
  const { hosts: targets, all } = makeTargets(options);
  const state = makeState(options, targets);
  const active = [...targets.values()].filter((target) => target.isActive);
  for (const { facts } of active) facts.remembers = options.strategy.mode !== "barrier" || active.length === 1;
  const results = new ResultsCollector();
  const stopWatching = watchRejections();
  const outcome = (): RunOutcome => ({
    plan,
    declined,
    targets,
    results: { operations: results.operations, hosts: hostResults(targets) },
  });
  let plan: RunPlan | undefined;
  let declined = false;
  let ok = false;
  try {
    for (const { main } of options.scripts) if (main.deploy) checkScriptData(active, main.deploy);
    options.emit({ type: "stage", stage: "connect" });
    await connect(active, options);
    if (!options.skipPlan && active.some((target) => target.isActive)) {
      options.emit({ type: "stage", stage: "prepare" });
      plan = await makePlan(state, active.filter((target) => target.isActive), options);
      if (plan) options.emit({ type: "plan", plan });
    }
    const wanted = plan === undefined || hasWork(plan);
    if (!options.dry && wanted && !options.signal.aborted && active.some((target) => target.isActive)) {
      declined = plan !== undefined && options.approve !== undefined && !await options.approve(plan);
      if (!declined && !options.signal.aborted) await apply(state, active, options, plan, results);
    }
    ok = true;
    if (results.operations.length) options.emit({ type: "stage", stage: "results" });
    options.emit({ type: "results", results: outcome().results });
  } finally {
    options.emit({ type: "stage", stage: "disconnect" });
    const finishes = ok && !declined && !options.dry;
    await disconnectTargets(all, options.emit, { finishes, stopped: options.signal.aborted });
    await rejectionsSeen();
    stopWatching();
  }
  return outcome();
}

function makeState(options: RunOptions, targets: ReadonlyMap<string, Target>): RunState {
  return {
    targets,
    inventory: options.inventory,
    emit: options.emit,
    signal: options.signal,
    hardSignal: options.hardSignal,
    wantsDiff: options.wantsDiff ?? false,
    load: options.load,
    localCopy: options.localCopy,
    checkData: (target, deploy) => checkedData([target], deploy)?.get(target.name),
    shared: new Map(),
    foresight: new Foresight(),
    measures: new Measures(),
    confirm: options.confirm,
    stallSeconds: options.stallSeconds ?? STALL_SECONDS,
    hosts: scriptInventory(options.inventory, targets),
  };
}

function checkScriptData(targets: readonly Target[], deploy: DeployInfo): void {
  checkedData(
    targets.filter(({ groups }) =>
      !deploy.hosts || deploy.hosts.some((group) => group === "all" || groups.includes(group))
    ),
    deploy,
  );
}

function checkedData(targets: readonly Target[], { data, name }: DeployInfo): ReadonlyMap<string, Data> | undefined {
  if (data === undefined) return undefined;
  return checkHostData(
    targets.map(({ name, entry }) => ({ name, data: entry.data })),
    data(),
    `deploy "${name}"`,
  ) as ReadonlyMap<string, Data>;
}

async function connect(
  targets: readonly Target[],
  { emit, connectParallel = 50, signal, factCache }: RunOptions,
): Promise<void> {
  await inBatches(targets, connectParallel, async (target) => {
    if (signal.aborted) return;
    if (factCache) await target.useFactCache(factCache);
    try {
      await target.shell();
    } catch (error) {
      target.failure = { error };
      emit({ type: "host.failed", host: target.name, error });
    }
  });
}

async function makePlan(
  state: RunState,
  targets: readonly Target[],
  options: RunOptions,
): Promise<RunPlan | undefined> {
  const driver = new PlanDriver(state);
  const passes = targets.map((target) => new HostPass(state, target, driver, globalsFor(target, options)));
  const stop = () => {
    for (const pass of passes) pass.drop(pass.program);
  };
  options.signal.addEventListener("abort", stop);
  const made: PromiseSettledResult<void>[] = [];
  await inBatches([...passes.entries()], PLAN_PARALLEL, async ([index, pass]) => {
    made[index] = (await Promise.allSettled([driver.plan(pass, options.scripts)]))[0];
  });
  options.signal.removeEventListener("abort", stop);
  if (options.signal.aborted) return undefined;
  for (const one of made) if (one.status === "rejected") throw one.reason;
  await rejectionsSeen();
  const plan = await driver.result();
  for (const { host, error, operation } of plan.failures) {
    const target = state.targets.get(host)!;
    if (target.failure) continue;
    target.failure = { error, operation };
    options.emit({ type: "host.failed", host, error, operation });
  }
  return plan;
}

async function apply(
  state: RunState,
  targets: readonly Target[],
  options: RunOptions,
  plan: RunPlan | undefined,
  results: ResultsCollector,
): Promise<void> {
  options.emit({ type: "stage", stage: "apply" });
  const active = targets.filter((target) => target.isActive);
  await Promise.all(active.map((target) => target.facts.refresh(FACTS_MAX_AGE_MS)));
  const driver = new ApplyDriver(state, {
    strategy: options.strategy,
    plan,
    unplanned: options.unplanned,
    results,
    stallSeconds: state.stallSeconds,
  });
  await driver.apply(
    active.map((target) => new HostPass(state, target, driver, globalsFor(target, options))),
    options.scripts,
  );
  await rejectionsSeen();
}

/** Global arguments of a host: those of the run, under those in its data. */
function globalsFor({ data }: Target, { globals }: RunOptions): GlobalArguments {
  const own = globalNames().filter((name) => name.startsWith("_") && data.data[name] !== undefined);
  return { ...globals, ...Object.fromEntries(own.map((name) => [name, data.data[name]])) };
}

function hostResults(targets: ReadonlyMap<string, Target>): Map<string, HostResults> {
  return new Map([...targets.values()].map((target) => [target.name, {
    state: !target.entry.active
      ? "left out"
      : target.failure === undefined
      ? "ok"
      : target.wasConnected
      ? "failed"
      : "unreachable",
    error: target.failure?.error,
    operation: target.failure?.operation,
    roundTrips: target.roundTrips,
  }]));
}
