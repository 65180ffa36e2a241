import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";
import { word } from "../word.ts";
import { jailArgument, within } from "./within.ts";

const serviceArguments = () =>
  z.object({ srvname: word().describe("the name of the service, as its script is called"), jail: jailArgument() });

/** What a program printed of a thing, or nothing; several lines for a package that is there in several flavours. */
function nameOrNone(lines: readonly string[], expected: string, isOne: (line: string) => boolean): string | null {
  const strange = lines.find((line) => !isOne(line));
  if (strange !== undefined) throw unexpected(expected, strange);
  return textOf(lines);
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
  command: ({ srvname, jail }) =>
    sh`scripts=$(${within("service", jail)} -l) && { printf "%s\\n" "$scripts" | grep -Fx -e ${srvname} || true; }`,
  process: (lines, { srvname }) => nameOrNone(lines, "the name of the service", (line) => line === srvname),
});

/** Whether a service runs. */
export const ServiceStatus: Fact<string | null, { srvname: string; jail?: string }> = fact({
  module: "freebsd",
  name: "ServiceStatus",
  doc: "`running` of a service that runs, else `null`. FreeBSD.",
  args: serviceArguments,
  requiresCommand: "service",
  command: ({ srvname, jail }) => sh`! ${within("service", jail)} ${srvname} status >/dev/null 2>&1 || echo running`,
  process: (lines) => nameOrNone(lines, "running", (line) => line === "running"),
});

/** A variable of the system's configuration. */
export const Sysrc: Fact<string | null, { parameter: string; jail?: string }> = fact({
  module: "freebsd",
  name: "Sysrc",
  doc: "The value of a variable of `rc.conf`; `null` where it is not known. FreeBSD.",
  args: () =>
    z.object({ parameter: word().describe("the name of the variable, as `nginx_enable`"), jail: jailArgument() }),
  requiresCommand: "sysrc",
  command: ({ parameter, jail }) =>
    unlessSaid(raw("''|*'unknown variable'*"), sh`${within("sysrc", jail)} -in -- ${parameter}`),
  process: textOf,
});

/** An installed package. */
export const PkgPackage: Fact<string | null, { package: string; jail?: string }> = fact({
  module: "freebsd",
  name: "PkgPackage",
  doc: "Name and version of an installed package, as `nginx-1.26.2,3`; `null` where it is not installed. FreeBSD.",
  args: () => z.object({ package: word().describe("the name of the package, or its origin"), jail: jailArgument() }),
  requiresCommand: "pkg",
  command: ({ jail, ...args }) =>
    unlessSaid(raw("''|*'o package(s) matching'*"), sh`${within("pkg", jail)} info -E -- ${args.package}`),
  process: (lines) => nameOrNone(lines, "a package with its version", (line) => /^\S+$/.test(line)),
});
