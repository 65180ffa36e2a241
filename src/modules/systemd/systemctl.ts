import { sh, type ShellCommand, z } from "../../api/mod.ts";

/** Which systemd is meant: the system's, a user's, or one in a container. */
export interface SystemdTarget {
  readonly userMode: boolean;
  readonly machine?: string;
  readonly userName?: string;
}

/** The arguments that say which systemd is meant. */
export const target = () => ({
  userMode: z.boolean().default(false).describe("talk to the user's own systemd instead of the system's"),
  machine: z.string().min(1).optional().describe("the local container to talk to"),
  userName: z.string().min(1).optional().describe("the user in the container, or on the host, whose systemd is meant"),
});

/** A `systemctl` command. */
export function systemctl(of: SystemdTarget, words: readonly string[], units: readonly string[] = []): ShellCommand {
  return sh`systemctl ${[of.userMode && "--user", machineFlag(of), ...words, ...units]}`;
}

function machineFlag({ machine, userName }: SystemdTarget): string | undefined {
  if (userName === undefined) return machine === undefined ? undefined : `--machine=${machine}`;
  return `--machine=${userName}@${machine ?? ".host"}`;
}

const SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** The unit's full name: `nginx` is `nginx.service`. */
export function unitName(service: string): string {
  return SUFFIX.test(service) ? service : `${service}.service`;
}
