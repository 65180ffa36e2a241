/** A host behind SSH, its shells, and what is left there afterwards. @module */
import { strictEqual } from "node:assert/strict";
import type { Connection } from "drover/connectors";
import { ShellCommand } from "../../src/command/mod.ts";
import { HostShell, Passwords, type RawOutput, textOf } from "../../src/session/mod.ts";
import { type OverlayHost, type OverlayHosts, startOverlayHosts } from "../bed/mod.ts";
import { type Client, startClient } from "./ssh_client.ts";

/** An open connection with its shells. */
export interface Opened extends AsyncDisposable {
  readonly shell: HostShell;
  readonly connection: Connection;
  /** Stops the run for good. */
  readonly stop: AbortController;
  close(): Promise<void>;
}

/** How a connection is opened. */
export interface OpenOptions {
  /** Default: `root`. */
  readonly user?: string;
  /** A link in front of the server. */
  readonly link?: { readonly address: string; readonly port: number };
  readonly host?: OverlayHost;
  readonly passwords?: Passwords;
}

/** A bed whose hosts are asked by sessions. */
export interface TransportBed extends AsyncDisposable {
  readonly bed: OverlayHosts;
  readonly host: OverlayHost;
  readonly client: Client;
  open(options?: OpenOptions): Promise<Opened>;
}

/** Starts hosts. */
export async function startTransportBed(count = 1, config: readonly string[] = []): Promise<TransportBed> {
  const bed = await startOverlayHosts(count, { config });
  const client = await startClient();
  const [host] = bed.hosts as [OverlayHost];
  return {
    bed,
    host,
    client,
    async open({ user = "root", link, host: other = host, passwords } = {}) {
      const server = { address: link?.address ?? other.address, port: link?.port ?? other.port, keyFile: bed.keyFile };
      const connection = await client.connect(server, { sshUser: user });
      const stop = new AbortController();
      const shell = new HostShell(connection.spawn, stop.signal, passwords ?? new Passwords(), other.name);
      const close = async () => {
        await shell.close();
        await connection.disconnect!();
      };
      return { shell, connection, stop, close, [Symbol.asyncDispose]: close };
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await bed.stop();
    },
  };
}

/** What runs on a host beside its server, and what sessions have left in its folders; one line each. */
export async function leftOn(host: OverlayHost): Promise<string[]> {
  const processes = await host.run(["ps", "-eo", "args", "--no-headers"]);
  const files = await host.run(["find", "/tmp", "/dev/shm", "/root", "/home", "/var/tmp", "-name", ".drover-*"]);
  return [
    ...processes.split("\n").filter((line) => line && !/^(ps -eo|\/?\S*sshd\S* .*(listener|-D))/.test(line)),
    ...files.split("\n").filter(Boolean),
  ];
}

/** Waits until nothing is left on a host; fails with what is. */
export async function nothingLeft(host: OverlayHost): Promise<void> {
  let left: string[] = [];
  await until(async () => (left = await leftOn(host)).length === 0).catch(() => {});
  strictEqual(left.join("\n"), "");
}

/** Waits until something holds. @throws {Error} where it does not within seconds */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!await holds()) {
    if (Date.now() > deadline) throw new Error(`It does not hold within ${seconds} s: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a file of a host is there. */
export async function untilFile(host: OverlayHost, path: string): Promise<void> {
  await until(() => Deno.stat(host.path(path)).then(() => true, () => false));
}

/** A command from constant text. */
export const command = (text: string): ShellCommand => new ShellCommand(text);

/** What a command printed on stdout. */
export const out = (ran: unknown): string => textOf((ran as RawOutput).stdout);
