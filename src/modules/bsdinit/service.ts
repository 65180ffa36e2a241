import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { line } from "../files/mod.ts";
import { Kernel } from "../server/facts.ts";
import { controlService, serviceArguments } from "../service.ts";
import { RcdStatus } from "./facts.ts";

const args = () => z.object(serviceArguments);

/** Starts, stops, restarts or reloads a service of BSD init, and sets whether it starts with the system. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "bsdinit",
    name: "service",
    doc:
      "Starts, stops, restarts, reloads, enables or disables a service by its script in /etc/rc.d. FreeBSD, OpenBSD.",
    args,
  },
  async function* ({ enabled, ...args }, host) {
    const { service } = args;
    const [statuses, kernel] = await Promise.all([
      host.fact(RcdStatus, { services: [service] }),
      host.fact(Kernel),
    ]);
    const [base, ports] = ["/etc/rc.d", "/usr/local/etc/rc.d"].map((folder) => `${folder}/${service}`) as [
      string,
      string,
    ];
    const control = (action: readonly string[]) =>
      kernel === "OpenBSD"
        ? sh`rcctl ${action} ${service}`
        : sh`test -e ${base} && ${base} ${action} || ${ports} ${action}`;
    yield* controlService(args, statuses[service], control, host);
    if (enabled === undefined) return;
    if (kernel === "OpenBSD") {
      yield sh`rcctl ${enabled ? "enable" : "disable"} ${service}`;
    } else {
      const name = service.replaceAll(/[.-]/g, "_");
      yield* line.inner({
        path: "/etc/rc.conf.local",
        line: `^${name}_enable=`,
        replace: `${name}_enable="YES"`,
        present: enabled,
      });
    }
  },
);
