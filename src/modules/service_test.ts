import { deepStrictEqual } from "node:assert/strict";
import { type OperationHost, sh } from "../api/mod.ts";
import { controlService, type ServiceControl } from "./service.ts";

function actions(isRunning: boolean | null | undefined, wished: Partial<ServiceControl>): string[] {
  const host = { noop: () => {} } as unknown as OperationHost;
  const control = { service: "web", running: true, restarted: false, reloaded: false, ...wished };
  return [...controlService(control, isRunning, (action) => sh`${action}`, host)].map(String);
}

for (
  const [title, isRunning, wished, expected] of [
    ["a stopped service is started", false, {}, ["start"]],
    ["a service of unknown state is started", undefined, {}, ["start"]],
    ["a running service is left alone", true, {}, []],
    ["a running service is stopped", true, { running: false }, ["stop"]],
    ["what has just been started is not restarted", false, { restarted: true, reloaded: true }, ["start"]],
    ["a running service is restarted", true, { restarted: true }, ["restart"]],
    ["what is being stopped is not restarted", true, { running: false, restarted: true }, ["stop"]],
    ["without a wish for its state a stopped service stays so", false, { running: null, restarted: true }, []],
    ["a further command is given in any case", false, { running: null, command: "try now" }, ["try now"]],
  ] as const
) Deno.test(title, () => deepStrictEqual(actions(isRunning, wished), expected));
