import type { CallSite } from "../api/mod.ts";
import type { RunPlan } from "./plan.ts";
import type { RunResults } from "./results.ts";

/** The stages of a run, in order. */
export type Stage = "connect" | "prepare" | "apply" | "results" | "disconnect";

/** How an operation ended on a host. */
export type Outcome = "changed" | "unchanged" | "skipped" | "failed" | "ignored";

/**
 * All that can be observed of a run. The terminal view, `--json`, reports and tests are made of these; the engine prints
 * nothing itself.
 */
export type DroverEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "host.connected"; readonly host: string }
  | { readonly type: "host.ready"; readonly host: string; readonly script: string }
  | { readonly type: "host.failed"; readonly host: string; readonly error: unknown; readonly operation?: string }
  | { readonly type: "host.disconnected"; readonly host: string }
  | {
    readonly type: "fact";
    readonly host: string;
    readonly fact: string;
    readonly args: object;
    /** It was known already. */
    readonly cached: boolean;
    /** The operation that asks for it; none where the script does. */
    readonly operation?: string;
    /** It was read to compare it with what it was when the operation was prepared. */
    readonly compared?: "same" | "other";
  }
  | { readonly type: "command"; readonly host: string; readonly operation?: string; readonly text: string }
  | {
    readonly type: "output";
    readonly host: string;
    readonly operation?: string;
    readonly stream: "stdout" | "stderr";
    readonly text: string;
  }
  | { readonly type: "plan"; readonly plan: RunPlan }
  | {
    readonly type: "operation.started";
    readonly id: string;
    readonly name: string;
    readonly hosts: readonly string[];
    readonly planned: boolean;
  }
  | {
    readonly type: "operation.host";
    readonly id: string;
    readonly name: string;
    readonly host: string;
    readonly outcome: Outcome;
    readonly reason?: string;
    readonly error?: unknown;
    readonly attempts: number;
    /** In milliseconds. */
    readonly duration: number;
  }
  | {
    readonly type: "operation.retry";
    readonly name: string;
    readonly host: string;
    readonly attempt: number;
    readonly of: number;
    readonly why: string;
  }
  | {
    readonly type: "message";
    readonly level: "info" | "warning" | "debug";
    readonly host?: string;
    readonly text: string;
    readonly at?: CallSite;
  }
  | { readonly type: "results"; readonly results: RunResults };

/** Takes events as they happen. */
export type EventSink = (event: DroverEvent) => void;
