import { type OperationHost, type ShellCommand, z } from "../api/mod.ts";
import { words } from "./packages.ts";

/** The arguments that the `service` operation of every init system takes. */
export const serviceArguments = {
  service: z.string().regex(/^[A-Za-z0-9_@%:.+\\][A-Za-z0-9_@%:.+\\-]*$/, "the name of a service").describe(
    "the service",
  ),
  running: z.boolean().nullable().default(true).describe("whether it shall run; `null` leaves that alone"),
  restarted: z.boolean().default(false).describe("restart it, if it runs"),
  reloaded: z.boolean().default(false).describe("reload it, if it runs"),
  command: z.string().optional().describe("a further command of the service, given every time"),
  enabled: z.boolean().optional().describe("whether it shall start with the system; left out leaves that alone"),
};

/** What shall become of a service. */
export interface ServiceControl {
  readonly service: string;
  readonly running: boolean | null;
  readonly restarted: boolean;
  readonly reloaded: boolean;
  readonly command?: string;
}

/**
 * The commands that start, stop, restart or reload a service.
 *
 * @param isRunning whether it runs now; what is unknown counts as stopped
 * @param control makes the command for an action, as `start`; a further command may have several words
 */
export function* controlService(
  { service, running, restarted, reloaded, command }: ServiceControl,
  isRunning: boolean | null | undefined,
  control: (action: readonly string[]) => ShellCommand,
  host: OperationHost,
): Generator<ShellCommand> {
  if (running === true && !isRunning) yield control(["start"]);
  if (running === true && isRunning) host.noop(`service ${service} is running`);
  if (running === false && isRunning) yield control(["stop"]);
  if (running === false && !isRunning) host.noop(`service ${service} is stopped`);
  const goesOn = isRunning && running !== false;
  if (restarted && goesOn) yield control(["restart"]);
  if (reloaded && goesOn) yield control(["reload"]);
  if (command !== undefined) yield control(words(command));
}
