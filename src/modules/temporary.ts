import type { OperationHost } from "../api/mod.ts";
import { TmpDir } from "./server/facts.ts";

/** A path for a temporary file on the host that nobody can guess. */
export async function temporaryPath(host: OperationHost): Promise<string> {
  const folder = host.globals._tempDir ?? await host.fact(TmpDir) ?? "/tmp";
  return `${folder.replace(/\/+$/, "")}/.drover-${crypto.randomUUID()}`;
}
