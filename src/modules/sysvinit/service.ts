import { type Arguments, type Command, type Operation, operation, type OperationHost, sh, z } from "../../api/mod.ts";
import { FindLinks } from "../files/mod.ts";
import { LinuxDistribution } from "../server/facts.ts";
import { controlService, serviceArguments } from "../service.ts";
import { InitdStatus } from "./facts.ts";

const args = () => z.object(serviceArguments);

/** Starts, stops, restarts or reloads a service of SysV init, and sets whether it starts with the system. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "sysvinit",
    name: "service",
    doc: "Starts, stops, restarts, reloads, enables or disables a service by its script in /etc/init.d. Linux.",
    args,
  },
  async function* ({ enabled, ...args }, host) {
    const { service } = args;
    const [statuses, links] = await Promise.all([
      host.fact(InitdStatus, { services: [service] }),
      enabled === undefined ? [] : startLinks(service, host),
    ]);
    yield* controlService(args, statuses[service], (action) => sh`${`/etc/init.d/${service}`} ${action}`, host);
    if (enabled === true && links.length === 0) yield* enable(service, host);
    if (enabled === false && links.length > 0) yield sh`rm -f ${links}`;
  },
);

async function startLinks(service: string, host: OperationHost): Promise<string[]> {
  const links = await host.fact(FindLinks, { path: `/etc/rc*.d/S*${service}`, quotePath: false }) ?? [];
  // The pattern also finds services whose names end alike.
  return links.filter((link) => [undefined, service].includes(/\/S\d+([^/]*)$/.exec(link)?.[1]));
}

async function* enable(service: string, host: OperationHost): AsyncGenerator<Command, void, void> {
  const { name } = await host.fact(LinuxDistribution);
  if (/CentOS|Fedora|Red Hat|Rocky|Alma|Oracle|SUSE/i.test(name ?? "")) {
    yield sh`chkconfig ${service} --add`;
    yield sh`chkconfig ${service} on`;
  } else if (/Gentoo/i.test(name ?? "")) {
    yield sh`rc-update add ${service} default`;
  } else {
    yield sh`update-rc.d ${service} defaults`;
  }
}
