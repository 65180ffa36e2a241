/** The five stages: hosts, order, strategies, plan, apply, results. @module */
export type { Unplanned } from "./unplanned.ts";
export { type Answer, answerOf, UNKNOWN } from "./answer.ts";
export { nobodyTook, whileWorking } from "./working.ts";
export type { FileDiff } from "./body.ts";
export type { DroverEvent, EventSink, Outcome, Stage } from "./events.ts";
export { hasWork, type IncompleteBlock, type PlannedOperation, type RunPlan } from "./plan.ts";
export type { Planned } from "./prepare.ts";
export type { HostResults, OperationResults, RunResults } from "./results.ts";
export { run, type RunOptions, type RunOutcome } from "./run.ts";
export type { Script } from "./run_state.ts";
export type { Strategy } from "./strategy.ts";
export { Target } from "./target.ts";
export { disconnectTargets, makeTargets, type Targets, type TargetsOptions } from "./targets.ts";
