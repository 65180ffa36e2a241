import { type Fact, fact, raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { word } from "../word.ts";

const jail = () => word().optional().describe("the jail, by its name or number (default: the host itself)");

const serviceArguments = () =>
  z.object({ srvname: word().describe("the name of the service, as its script is called"), jail: jail() });

/** A program's words that have it work in a jail. */
function within(program: "service" | "sysrc" | "pkg", jail: string | undefined): ShellCommand {
  return sh`${raw(program)}${jail === undefined ? raw("") : sh` -j ${jail}`}`;
}

/** The text of a fact that prints something or nothing. */
function textOf(lines: readonly string[]): string | null {
  return lines.length === 0 ? null : lines.join("\n");
}

/** Whether there is a script for a service. */
export const ServiceScript: Fact<string | null, { srvname: string; jail?: string }> = fact({
  module: "freebsd",
  name: "ServiceScript",
  doc: "The name of a service that has a script in `rc.d`; `null` where it has none. FreeBSD.",
  args: serviceArguments,
  requiresCommand: "service",
  command: ({ srvname, jail }) => sh`${within("service", jail)} -l | grep -Fx -e ${srvname} || true`,
  process: textOf,
});

/** Whether a service runs. */
export const ServiceStatus: Fact<string | null, { srvname: string; jail?: string }> = fact({
  module: "freebsd",
  name: "ServiceStatus",
  doc: "`running` of a service that runs, else `null`. FreeBSD.",
  args: serviceArguments,
  requiresCommand: "service",
  command: ({ srvname, jail }) => sh`! ${within("service", jail)} ${srvname} status >/dev/null 2>&1 || echo running`,
  process: textOf,
});

/** A variable of the system's configuration. */
export const Sysrc: Fact<string | null, { parameter: string; jail?: string }> = fact({
  module: "freebsd",
  name: "Sysrc",
  doc: "The value of a variable of `rc.conf`; `null` where it is not known. FreeBSD.",
  args: () => z.object({ parameter: word().describe("the name of the variable, as `nginx_enable`"), jail: jail() }),
  requiresCommand: "sysrc",
  command: ({ parameter, jail }) => sh`${within("sysrc", jail)} -in -- ${parameter} || true`,
  process: textOf,
});

/** An installed package. */
export const PkgPackage: Fact<string | null, { package: string; jail?: string }> = fact({
  module: "freebsd",
  name: "PkgPackage",
  doc: "Name and version of an installed package, as `nginx-1.26.2,3`; `null` where it is not installed. FreeBSD.",
  args: () => z.object({ package: word().describe("the name of the package, or its origin"), jail: jail() }),
  requiresCommand: "pkg",
  command: ({ jail, ...args }) => sh`${within("pkg", jail)} info -E -- ${args.package} 2>/dev/null || true`,
  process: textOf,
});
