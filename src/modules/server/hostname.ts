import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { put } from "../files/mod.ts";
import { Hostname, Kernel, Which } from "./facts.ts";
import { isWithoutSystemd } from "./offline.ts";

const args = () =>
  z.object({
    hostname: z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/, "a host name").describe("the name"),
    hostnameFile: arg.path().optional().describe(
      "the file that keeps the name; default: /etc/hostname on Linux, /etc/myname on OpenBSD",
    ),
  });

const FILES: Readonly<Record<string, string>> = { Linux: "/etc/hostname", OpenBSD: "/etc/myname" };

/** Sets the host's name, now and for the next start. */
export const hostname: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "hostname",
    doc: "Sets the name that the host has for itself, with hostnamectl or with hostname and its file. Linux, BSD.",
    args,
  },
  async function* ({ hostname, hostnameFile }, host) {
    const [present, hostnamectl, withoutSystemd, kernel] = await Promise.all([
      host.fact(Hostname),
      host.fact(Which, { command: "hostnamectl" }),
      isWithoutSystemd(host),
      host.fact(Kernel),
    ]);
    if (present === hostname) host.noop("hostname is set");
    if (hostnamectl && !withoutSystemd && hostnameFile === undefined) {
      if (present !== hostname) yield sh`hostnamectl set-hostname ${hostname}`;
      return;
    }
    if (present !== hostname) yield sh`hostname ${hostname}`;
    const dest = hostnameFile ?? FILES[kernel];
    if (dest === undefined) return;
    yield* put.inner({ src: new TextEncoder().encode(`${hostname}\n`), dest });
  },
);
