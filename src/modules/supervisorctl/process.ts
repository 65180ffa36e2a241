import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { controlService, serviceArguments } from "../service.ts";
import { word } from "../word.ts";
import { reporting, supervisorctl, target } from "./control.ts";
import { SupervisorctlStatus } from "./facts.ts";

const { running, restarted, command } = serviceArguments;

const args = () =>
  z.object({
    process: word().describe("the process, as `web`, or `GROUP:NAME` in a group"),
    running,
    restarted,
    command,
    ...target(),
  });

/** Starts, stops or restarts a process of supervisord. */
export const process: Operation<Arguments<typeof args>> = operation(
  {
    module: "supervisorctl",
    name: "process",
    doc: "Starts, stops or restarts a process of supervisord. Any system with supervisor.",
    args,
  },
  async function* ({ process, running, restarted, command, ...of }, host) {
    const status = (await host.fact(SupervisorctlStatus, of))[process]?.state;
    const isRunning = status === "RUNNING" || status === "STARTING";
    const control = (action: readonly string[]) => reporting(supervisorctl(of, [...action, process]), 0);
    yield* controlService({ service: process, running, restarted, reloaded: false, command }, isRunning, control, host);
  },
);
