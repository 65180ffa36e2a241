import { type CallSite, DroverError, formatCallSite, pathOf } from "../api/mod.ts";
import type { EventSink, Script } from "../engine/mod.ts";
import { type Loaded, openSandbox } from "../sandbox/mod.ts";
import { currentFolder } from "./loading.ts";
import { waitFor } from "./patience.ts";
import { noScript, scriptOf, type Setup, topLevel } from "./setup.ts";

/** The parts of a setup that are others with `--sandbox`. */
export interface SandboxedSetup extends Pick<Setup, "loadScript" | "includeScript" | "localCopy"> {
  close(): void;
}

/**
 * Opens a sandbox for the scripts of a run.
 *
 * @param stop ends the waiting for scripts that are loaded
 * @throws {UsageError} where there cannot be one
 */
export async function sandboxed(
  { loader, inventory }: Setup,
  emit: EventSink,
  stop: AbortSignal,
): Promise<SandboxedSetup> {
  const registry = Deno.env.get("JSR_URL");
  const origins = registry && URL.canParse(registry) ? [new URL(registry).origin] : [];
  const sandbox = await openSandbox({ loader, inventory, emit, origins });
  const toScript = async (url: string, loading: Promise<Loaded>, from?: CallSite): Promise<Script> => {
    const warn = (text: string) => emit({ type: "message", level: "warning", text });
    const loaded = await waitFor(loading, pathOf(url), { signal: stop, warn }).catch((error) => {
      if (error instanceof DroverError && from) error.at ??= formatCallSite(from);
      if (error instanceof DroverError && /was called outside of a deploy/.test(error.message)) {
        throw topLevel(url, error);
      }
      throw error;
    });
    if ("main" in loaded) return scriptOf(url, loaded.main);
    throw noScript(url, loaded.found);
  };
  const resolve = (specifier: string | URL, from: CallSite | undefined) =>
    loader.resolve(String(specifier), from?.url ?? currentFolder());
  return {
    loadScript(specifier, from) {
      const url = resolve(specifier, from);
      return toScript(url, sandbox.load(url));
    },
    includeScript(specifier, from) {
      const url = resolve(specifier, from);
      return toScript(url, sandbox.include(url, from), from);
    },
    async localCopy(address) {
      sandbox.assertMayRead(address);
      return await loader.localCopy(address.href);
    },
    close: () => sandbox.close(),
  };
}
