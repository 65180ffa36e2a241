import {
  type AnyConnector,
  ConnectError,
  type Connection,
  type ConnectorContext,
  type Data,
  DroverError,
  messageOf,
  OperationError,
  quote,
  type RsyncCommand,
  type ShellArguments,
} from "../api/mod.ts";
import type { HostEntry, LayeredData } from "../inventory/mod.ts";
import { layeredData } from "../inventory/mod.ts";
import { HostShell, LeftBehind, MethodShell, type Passwords, type Shell } from "../session/mod.ts";
import { maskDeep } from "../command/mod.ts";
import type { EventSink } from "./events.ts";
import { FactCache } from "./fact_cache.ts";
import { FactReader } from "./fact_reader.ts";

/** Where facts are kept between runs, and for how long they hold. */
export interface FactCacheOptions {
  readonly folder: string;
  readonly maxAgeMs: number;
}

/** A host of the run: its connection, its shells, its facts, and whether it is still in the run. */
export class Target {
  readonly name: string;
  readonly groups: readonly string[];
  readonly data: LayeredData;
  readonly facts: FactReader;
  /** Facts of earlier runs, where the user wants them. */
  factCache: FactCache | undefined;
  /** Why it left the run. */
  failure: { readonly error: unknown; readonly operation?: string } | undefined;
  #connecting: Promise<Connection> | undefined;
  #connection: Connection | undefined;
  #shell: Shell | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #spent = 0;
  readonly #left = new LeftBehind((text) => this.emit({ type: "message", level: "warning", host: this.name, text }));

  constructor(
    readonly entry: HostEntry,
    private readonly connector: AnyConnector,
    private readonly connectorData: Data,
    private readonly context: ConnectorContext,
    readonly emit: EventSink,
    /** What became of passwords on the other hosts of the run. */
    private readonly passwords: Passwords,
    /** The host that its connector's processes start on, where it is not this machine. */
    readonly parent?: Target,
  ) {
    this.name = entry.name;
    this.groups = entry.groups;
    this.data = layeredData(entry.data);
    this.facts = new FactReader(this);
  }

  /** Whether it is in the run. */
  get isActive(): boolean {
    return this.entry.active && this.failure === undefined;
  }

  /** Whether there is a connection. */
  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether it ever was connected to as a host of the run, and not only as the way to one. */
  wasConnected = false;

  /** How many round trips its commands have taken, the connection not counted. */
  get roundTrips(): number {
    return this.#spent + (this.#shell?.traffic.turns ?? 0);
  }

  /** The shells of the host; connects when there is no connection. @throws {ConnectError} */
  async shell(): Promise<Shell> {
    const connection = await this.connection();
    if (this.#shell === undefined) {
      this.#shell = this.#open(connection);
      this.wasConnected = true;
      this.emit({ type: "host.connected", host: this.name });
    }
    return this.#shell;
  }

  /** The connection; connects when there is none. @throws {ConnectError} */
  connection(): Promise<Connection> {
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  /** Takes facts of earlier runs for what they are, up to an age. */
  async useFactCache({ folder, maxAgeMs }: FactCacheOptions): Promise<void> {
    const { name, connector, argument } = this.entry;
    // Another address or user may be another machine or see another one.
    const identity = JSON.stringify([name, connector, argument, maskDeep(this.connectorData)]);
    this.factCache = await FactCache.open(folder, identity, maxAgeMs);
  }

  /** Keeps the facts of this run for later ones. */
  async keepFacts(): Promise<void> {
    const problem = await this.factCache?.save(await this.facts.forLaterRuns());
    if (problem === undefined) return;
    this.emit({
      type: "message",
      level: "warning",
      host: this.name,
      text: `Cannot keep facts for later runs: ${problem}`,
    });
  }

  /** Closes the connection and makes a new one when it is next needed. */
  async reconnect(): Promise<void> {
    await this.disconnect();
    await this.shell();
  }

  /** Closes the connection. Never fails. */
  async disconnect(): Promise<void> {
    const [shell, connection] = [this.#shell, this.#connection];
    this.#spent += shell?.traffic.turns ?? 0;
    this.#shell = this.#connection = this.#connecting = undefined;
    try {
      // What is still being read may finish: a script that has left waits for nothing.
      await shell?.closeSessions(connection?.endsProcesses !== true);
      await connection?.disconnect?.();
    } catch (error) {
      this.emit({
        type: "message",
        level: "warning",
        host: this.name,
        text: `Cannot disconnect cleanly: ${messageOf(error)}`,
      });
    }
  }

  /** Lets the connector finish; only after a run that was no dry one. */
  async finish(ok: boolean): Promise<void> {
    await this.#connection?.finish?.(ok);
  }

  /** The arguments of a local `rsync` to this host. @throws {OperationError} where the connector has no way for it. */
  async rsyncArgv({ src, dest, flags }: RsyncCommand, globals: ShellArguments): Promise<string[]> {
    await this.shell();
    const remote = this.#connection?.rsync;
    if (remote === undefined) {
      throw new OperationError(`rsync does not work over the connector ${this.connector.name}`, {
        hint: "Use files.sync.",
      });
    }
    const path = globals._sudo
      ? ["--rsync-path", `sudo -n ${globals._sudoUser ? `-u ${quote(globals._sudoUser)} ` : ""}rsync`]
      : [];
    return [...flags, ...remote.flags, ...path, src, `${remote.prefix}${dest}`];
  }

  /** Runs one thing at a time on the host, in the order of the calls. */
  exclusively<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => {});
    return result;
  }

  #open({ spawn, methods }: Connection): Shell {
    const { signal } = this.context;
    if (methods) return new MethodShell(methods, signal);
    return new HostShell(spawn, signal, this.passwords, this.name, this.#left);
  }

  async #connect(): Promise<Connection> {
    try {
      if (this.connector.connect === undefined) {
        throw new ConnectError(`The connector ${this.connector.name} gives hosts but runs nothing on them`);
      }
      const parent = await this.parent?.connection();
      const host = { name: this.entry.argument ?? this.name, data: this.connectorData };
      this.#connection = await this.connector.connect(host, parent ? { ...this.context, parent } : this.context);
      return this.#connection;
    } catch (error) {
      this.#connecting = undefined;
      if (!this.context.signal.aborted || error instanceof DroverError) throw error;
      throw new DroverError("interrupted", "The run was stopped while it connected", { cause: error });
    }
  }
}
