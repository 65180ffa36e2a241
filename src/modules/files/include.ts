import { currentContext, pathOf } from "../../api/mod.ts";

/** Reads a template that another one includes; it has to be a local file, because templates are rendered in one go. */
export function readIncluded(address: string): string {
  const url = new URL(address);
  const { sources } = currentContext.getStore() ?? {};
  if (sources) return sources.readNow(url);
  if (url.protocol !== "file:") throw new Error(`cannot include ${address}: only local templates can include others`);
  try {
    return Deno.readTextFileSync(url);
  } catch (cause) {
    throw new Error(`cannot include ${pathOf(url)}: ${(cause as Error).message}`, { cause });
  }
}
