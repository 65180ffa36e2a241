import { type Fact, fact, MISSING_COMMAND, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { SYSTEM_PATH } from "./system_path.ts";

/** A socket that waits for connections or datagrams. */
export interface PortInfo {
  readonly protocol: "tcp" | "udp";
  /** The address it is bound to; `*` for all. */
  readonly address: string;
  readonly port: number;
  /** The program that owns it; `null` where the reader may not see that. */
  readonly process: string | null;
  /** The owner's process number; `null` where the reader may not see that. */
  readonly pid: number | null;
}

/** The program that owns a port and its process number; two times `null` where there is none or it cannot be seen. */
export type PortOwner = readonly [process: string, pid: number] | readonly [process: null, pid: null];

// busybox's netstat may lack -p.
const LIST = raw(`if command -v ss >/dev/null 2>&1; then ss -lntup
elif command -v sockstat >/dev/null 2>&1; then sockstat -46l -P tcp,udp
elif command -v netstat >/dev/null 2>&1; then netstat -lntup 2>/dev/null || netstat -lntu
else exit ${MISSING_COMMAND}
fi`);

const SS =
  /^(?:(?<protocol>tcp|udp)\S*\s+)?(?<state>LISTEN|UNCONN)\s+\d+\s+\d+\s+(?<address>\S+):(?<port>\d+)\s+\S+(?:\s+users:\(\("(?<process>.*?)",pid=(?<pid>\d+))?/;
const SOCKSTAT =
  /^\S+\s+(?<process>\S.*?)\s+(?<pid>\d+)\s+\d+\s+(?<protocol>tcp|udp)\d*\s+(?<address>\S+):(?<port>\d+)\s/;
const NETSTAT =
  /^(?<protocol>tcp|udp)\S*\s+\d+\s+\d+\s+(?<address>\S+):(?<port>\d+)\s+\S+\s*(?:LISTEN)?\s*(?:-|(?<pid>\d+)\/(?<process>.*?))?\s*$/;
const OTHER = /^\s*$|^(Netid|State|Active|Proto|USER)\b|^\S+\s+.*\*:\*\s+\*:\*/;

/** The ports on which the host listens. */
export const Ports: Fact<PortInfo[]> = fact({
  module: "server",
  name: "Ports",
  doc:
    "The TCP and UDP ports on which the host listens, with the first process of each; none where no `ss`, `sockstat` or `netstat` tells. Linux, FreeBSD.",
  command: () => sh`(${SYSTEM_PATH}; ${LIST})`,
  process: parsePorts,
  default: () => [],
});

/** Who listens on a port. */
export const Port: Fact<PortOwner, { port: number; protocol?: "tcp" | "udp" }> = fact({
  module: "server",
  name: "Port",
  doc:
    "The process that listens on a port and its number; `null` for both where nothing does, or where the user may not see it. Linux, FreeBSD.",
  args: () =>
    z.object({
      port: z.int().min(1).max(65535).describe("the port's number"),
      protocol: z.enum(["tcp", "udp"]).default("tcp").describe("`tcp` or `udp`"),
    }),
  command: () => sh`(${SYSTEM_PATH}; ${LIST})`,
  process: (lines, { port, protocol }): PortOwner => {
    const found = parsePorts(lines).find((one) =>
      one.port === port && one.protocol === protocol && one.process !== null && one.pid !== null
    );
    return found ? [found.process!, found.pid!] : [null, null];
  },
  default: () => [null, null],
});

function parsePorts(lines: readonly string[]): PortInfo[] {
  const ports = new Map<string, PortInfo>();
  for (const line of lines) {
    const found = (SS.exec(line) ?? SOCKSTAT.exec(line) ?? NETSTAT.exec(line))?.groups;
    if (!found) {
      if (OTHER.test(line)) continue;
      throw unexpected("a listening socket", line);
    }
    const port: PortInfo = {
      protocol: (found.protocol ?? (found.state === "UNCONN" ? "udp" : "tcp")) as PortInfo["protocol"],
      address: found.address!.replace(/^\[(.*)\]/, "$1"),
      port: Number(found.port),
      process: found.process ?? null,
      pid: found.pid === undefined ? null : Number(found.pid),
    };
    const key = `${port.protocol} ${port.address} ${port.port}`;
    if (!ports.has(key)) ports.set(key, port);
  }
  return [...ports.values()];
}
