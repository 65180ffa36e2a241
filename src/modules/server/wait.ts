import { type Arguments, type Command, type Operation, operation, sh, z } from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { Which } from "./facts.ts";

const args = () => z.object({ port: z.coerce.number().int().min(1).max(65535).describe("the TCP port") });

/** Waits until something on the host listens on a port. */
export const wait: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "wait",
    doc: "Waits until something on the host listens on a TCP port; `_timeout` sets an end to it. Linux, BSD, macOS.",
    args,
    alwaysChanges: true,
    invalidates: [],
  },
  async function* ({ port }, host) {
    const [netstat, kernelTable] = await Promise.all([
      host.fact(Which, { command: "netstat" }),
      host.fact(File, { path: "/proc/net/tcp" }),
    ]);
    yield netstat || !kernelTable ? waitByNetstat(port) : waitByKernel(port);
  },
);

// BSD prints a dot in front of the port, Linux a colon. What follows keeps 80 from being found in 8080.
function waitByNetstat(port: number): Command {
  return sh`while ! (netstat -an | grep LISTEN | grep -e ${`\\.${port}[[:space:]]`} -e ${`:${port}[[:space:]]`}); do
  echo ${`waiting for port ${port}...`}
  sleep 1
done`;
}

// Fields: number, local address and port in hex, remote address, state; 0A is LISTEN.
function waitByKernel(port: number): Command {
  const listening = `:${port.toString(16).toUpperCase().padStart(4, "0")} [0-9A-F]*:[0-9A-F]* 0A `;
  return sh`until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ${listening}; do
  echo ${`waiting for port ${port}...`}
  sleep 1
done`;
}
