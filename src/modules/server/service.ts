import { type Arguments, type Operation, operation, OperationError, type OperationHost, z } from "../../api/mod.ts";
import { service as bsdinit } from "../bsdinit/mod.ts";
import { Directory, Link } from "../files/mod.ts";
import { service as openrc } from "../openrc/mod.ts";
import { serviceArguments } from "../service.ts";
import { service as systemd } from "../systemd/mod.ts";
import { service as sysvinit } from "../sysvinit/mod.ts";
import { service as upstart } from "../upstart/mod.ts";
import { Kernel, Which } from "./facts.ts";
import { isWithoutSystemd } from "./offline.ts";

const args = () => z.object(serviceArguments);

/** Starts, stops, restarts or reloads a service, and sets whether it starts with the system. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "service",
    doc:
      "Starts, stops, restarts, reloads, enables or disables a service with the host's init system: systemd, OpenRC, Upstart, BSD init or SysV init.",
    args,
  },
  async function* (args, host) {
    const init = await initSystem(host);
    yield* init.inner(args);
  },
);

async function initSystem(host: OperationHost) {
  const [kernel, withoutSystemd, systemctl, rcService, initctl, program, rcd, initd, link] = await Promise.all([
    host.fact(Kernel),
    isWithoutSystemd(host),
    ...["systemctl", "rc-service", "initctl", "service"].map((command) => host.fact(Which, { command })),
    host.fact(Directory, { path: "/etc/rc.d" }),
    host.fact(Directory, { path: "/etc/init.d" }),
    host.fact(Link, { path: "/etc/init.d" }),
  ]);
  if (systemctl && !withoutSystemd) return systemd;
  if (rcService) return openrc;
  if (initctl) return upstart;
  // Some Linux distributions have this directory too, with scripts of another kind.
  if (rcd && kernel !== "Linux") return bsdinit;
  if (program || initd || link) return sysvinit;
  throw new OperationError("No init system found (no systemctl, initctl, /etc/init.d or /etc/rc.d found)", {
    hint: "Control the service with server.shell, or install an init system.",
  });
}
