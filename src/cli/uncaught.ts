import { currentContext } from "../api/mod.ts";

/**
 * Catches what is thrown outside of any host's script, as in the callback of a timer: it stops the run in order, where it
 * would end the process at once and leave hosts as they are.
 */
export function watchUncaught(onError: (error: unknown) => void): () => void {
  const thrown = (event: ErrorEvent) => {
    event.preventDefault();
    onError(event.error);
  };
  // Those with a host around them are the engine's: they fail that host alone.
  const rejected = (event: PromiseRejectionEvent) => {
    if (currentContext.getStore() !== undefined || event.defaultPrevented) return;
    event.preventDefault();
    onError(event.reason);
  };
  globalThis.addEventListener("error", thrown);
  globalThis.addEventListener("unhandledrejection", rejected);
  return () => {
    globalThis.removeEventListener("error", thrown);
    globalThis.removeEventListener("unhandledrejection", rejected);
  };
}
