import type { OperationHost } from "../../api/mod.ts";
import { Succeeds } from "./facts.ts";

/** Whether systemd's programs have nothing to talk to: in containers and images it may be installed but not run. */
export function isWithoutSystemd(host: OperationHost): Promise<boolean> {
  return host.fact(Succeeds, { command: "test ! -d /run/systemd/system" });
}
