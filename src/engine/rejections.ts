import { currentContext } from "../api/mod.ts";
import { isMarker } from "./markers.ts";
import type { ScriptContext } from "./script_context.ts";

/** Rejections that nobody handles fail the host whose script they come from, not the process. */
export function watchRejections(): () => void {
  const listener = (event: PromiseRejectionEvent) => {
    if (isMarker(event.reason)) return event.preventDefault();
    const context = currentContext.getStore() as ScriptContext | undefined;
    if (context?.pass === undefined) return;
    event.preventDefault();
    context.pass.unhandled(event.reason, context.block);
  };
  globalThis.addEventListener("unhandledrejection", listener);
  return () => globalThis.removeEventListener("unhandledrejection", listener);
}

/** Waits until what has been rejected so far has been told of: that takes the end of the turn. */
export function rejectionsSeen(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
