import type { ShellCommand } from "../../api/mod.ts";
import type { Inspected } from "../inspection.ts";
import type { ContainerArguments } from "./container.ts";
import { words } from "../packages.ts";
import { flag, flags, variables } from "./options.ts";

/** The words with which a container is made, and what has to be in docker's environment for them. */
export function createWords(args: ContainerArguments): { options: string[]; environment: ShellCommand[] } {
  const variablesOf = variables("-e", args.envVars);
  return {
    environment: variablesOf.environment,
    options: [
      ...flags("--network", args.networks),
      ...flags("-p", args.ports),
      ...flags("-v", args.volumes),
      ...variablesOf.words,
      ...flags("--env-file", args.envFiles),
      ...flags("--label", args.labels),
      ...(args.pullAlways ? ["--pull", "always"] : []),
      ...flag("--restart", args.restartPolicy),
      ...(args.autoRemove ? ["--rm"] : []),
      ...flags("--mount", args.mounts),
      ...(args.privileged ? ["--privileged"] : []),
      ...flag("--hostname", args.hostname),
      ...flag("--entrypoint", args.entrypoint),
      ...flag("--user", args.user),
      ...flag("--cpus", args.cpus),
      ...flag("--memory", args.memory),
      ...flags("--dns", args.dns),
      ...words(args.extraArgs),
    ],
  };
}

/**
 * The arguments in which a container is another than it shall be; what inspection does not tell is no difference, nor are
 * ranges of ports, whose inspection says each port.
 */
export function differences(args: ContainerArguments, container: Inspected): string[] {
  const config = objectOf(container.Config);
  const host = objectOf(container.HostConfig);
  const networks = objectOf(objectOf(container.NetworkSettings)?.Networks);
  const restart = objectOf(host?.RestartPolicy);
  const labels = objectOf(config?.Labels);
  const checks: Record<string, boolean> = {
    image: differs(withTag(args.image), withTag(config?.Image)),
    envVars: lacks(args.envVars?.filter((one) => one.includes("=")), config?.Env),
    labels: lacks(args.labels, labels && Object.entries(labels).map(([name, value]) => `${name}=${value}`)),
    networks: lacks(args.networks?.filter(isName), networks && Object.keys(networks)),
    ports: lacks(args.ports?.filter((port) => !port.includes("-")).map(portBinding), portBindings(host?.PortBindings)),
    volumes: lacks(args.volumes?.filter((volume) => volume.includes(":")).map(bind), listOf(host?.Binds)?.map(bind)),
    restartPolicy: differs(args.restartPolicy, restart && restartPolicy(restart)),
    autoRemove: differs(args.autoRemove || undefined, host?.AutoRemove),
    privileged: differs(args.privileged || undefined, host?.Privileged),
    hostname: differs(args.hostname, config?.Hostname),
    entrypoint: differs(args.entrypoint, listOf(config?.Entrypoint)?.join(" ")),
    user: differs(args.user, config?.User),
    cpus: differs(args.cpus && Math.round(Number(args.cpus) * 1e9), host?.NanoCpus),
    memory: differs(args.memory && bytes(args.memory), host?.Memory),
    dns: lacks(args.dns, host?.Dns),
    command: differs(args.command && words(args.command).join("\0"), listOf(config?.Cmd)?.join("\0")),
  };
  return Object.keys(checks).filter((name) => checks[name]);
}

/** An image's name with the tag that docker takes where there is none. */
function withTag(image: unknown): unknown {
  return typeof image !== "string" || /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
}

/** Whether a network is given by its name alone, and not with options or as that of another container. */
function isName(network: string): boolean {
  return !/[:=,]/.test(network);
}

function differs(wanted: unknown, found: unknown): boolean {
  return wanted !== undefined && found !== undefined && found !== null && wanted !== found;
}

function lacks(wanted: readonly string[] = [], found: unknown): boolean {
  if (found === undefined || wanted.length === 0) return false;
  const there = listOf(found) ?? [];
  return wanted.some((one) => !there.includes(one));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === "object" ? value as Record<string, unknown> : undefined;
}

function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function restartPolicy({ Name, MaximumRetryCount }: Readonly<Record<string, unknown>>): string {
  const count = Number(MaximumRetryCount ?? 0);
  return count > 0 ? `${Name}:${count}` : String(Name || "no");
}

/** A port as `ADDRESS:HOST:PORT/PROTOCOL`, whatever was left out. */
function portBinding(text: string): string {
  const [plain = "", protocol = "tcp"] = text.split("/");
  const parts = plain.split(":");
  const [inside, outside = "", ...address] = parts.reverse();
  return `${address.reverse().join(":").replace(/^0\.0\.0\.0$/, "")}:${outside}:${inside}/${protocol}`;
}

function portBindings(value: unknown): string[] | undefined {
  const bindings = objectOf(value);
  return bindings &&
    Object.entries(bindings).flatMap(([inside, places]) =>
      (listOf(places) as readonly unknown[] | undefined ?? []).map((place) => {
        const { HostIp = "", HostPort = "" } = objectOf(place) ?? {};
        return `${String(HostIp).replace(/^0\.0\.0\.0$/, "")}:${HostPort}:${inside}`;
      })
    );
}

/** A mount without the mode that is everyone's. */
function bind(text: string): string {
  return text.replace(/:rw$/, "");
}

function bytes(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+)([bkmg]?)b?$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * 1024 ** "bkmg".indexOf(unit.toLowerCase() || "b");
}
