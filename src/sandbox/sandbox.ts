import { type DeployInfo, DroverError, splitArguments, z } from "../api/mod.ts";
import { holdsSecret } from "../command/mod.ts";
import type { EventSink, Script } from "../engine/mod.ts";
import type { DataLayers, LoadedInventory } from "../inventory/mod.ts";
import type { Loader } from "../loader/mod.ts";
import { type Channel, openChannel } from "./channel.ts";
import { Deputy } from "./deputy.ts";
import { SILENCE } from "./limits.ts";
import { assertCanIsolate } from "./flag.ts";
import { sentError, type SentHost, type Site } from "./messages.ts";
import { makeReach } from "./reach.ts";

/** Scripts that run in a realm of their own, without the rights of the program. */
export interface Sandbox {
  /** Loads a script that the user has named; `undefined` with what was found where it exports nothing to run. */
  load(url: string): Promise<Loaded>;
  /** Loads a script that another one includes. */
  include(url: string, from: Site): Promise<Loaded>;
  /** Whether scripts may have a source on another machine. @throws {UsageError} */
  assertMayRead(source: URL): void;
  close(): void;
}

/** What a script's module exports as its default. */
export type Loaded = { readonly main: Script["main"] } | { readonly found: string | undefined };

/** What a sandbox is made with. */
export interface SandboxOptions {
  readonly loader: Loader;
  readonly inventory: LoadedInventory;
  readonly emit: EventSink;
  /** Seconds for which scripts may do nothing else than compute. */
  readonly silence?: number;
  /** How much scripts may ask for each host. */
  readonly most?: number;
  /** Addresses of this machine that the user has named. */
  readonly origins?: readonly string[];
}

const exportedSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("function"), function: z.int() }),
  z.strictObject({
    kind: z.literal("deploy"),
    function: z.int(),
    name: z.string(),
    hosts: z.array(z.string()).optional(),
    with: z.looseObject({}),
    refuses: sentError.optional(),
  }),
  z.strictObject({ kind: z.literal("other"), found: z.string().optional() }),
]);

/** Opens a sandbox for the scripts of a run. @throws {UsageError} where the runtime cannot keep one */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  assertCanIsolate();
  const { inventory, emit } = options;
  const loader = await options.loader.isolated((url) => reach.assertMayLoad(url));
  const reach = makeReach({ remoteFolders: () => loader.remoteFolders(), origins: options.origins ?? [] });
  const deputy = new Deputy({
    channel: () => channel,
    emit,
    most: options.most,
    assertMayRead: reach.assertMayRead,
    link: loader.linkFrom,
  });
  const channel: Channel = openChannel({
    folders: loader.folders,
    silence: options.silence ?? SILENCE,
    takeLinked: loader.takeFresh,
    onMessage: (message) => deputy.take(message),
  });
  const hosts = inventory.hosts.map(({ name, groups, active, data }) => ({
    name,
    groups,
    active,
    data: shareable(data),
  }));
  channel.post({
    type: "start",
    folders: loader.folders.map(({ href }) => href),
    hosts,
    groups: [...inventory.groups].map(([name, { hosts }]) => [name, [...hosts]] as const),
    secrets: secretsOf(hosts),
  });
  if (inventory.hosts.some(({ active, connector }) => active && connector === "local")) {
    emit({
      type: "message",
      level: "warning",
      text: "@local is a host of this run: what scripts do there is done to this machine, sandbox or not",
    });
  }

  async function load(url: string, checks: boolean, from?: Site): Promise<Loaded> {
    const address = await loader.link(url, "module");
    const { value, error } = await channel.call({ type: "load", address, checks });
    if (error) {
      const thrown = deputy.calls.errors.unpack(error);
      throw thrown instanceof DroverError ? thrown : await loader.explain(thrown, url);
    }
    const exported = exportedSchema.parse(deputy.calls.unpack(value));
    if (exported.kind === "other") return { found: exported.found };
    const data = deputy.includedData(from);
    const run = () => deputy.calls.invoke(exported.function, data === undefined ? [] : [data]);
    if (exported.kind === "function") return { main: run };
    const { name, hosts, refuses } = exported;
    const info: DeployInfo = {
      name,
      hosts,
      data: undefined,
      with: splitArguments(exported.with, [], `deploy "${name}"`).globals,
      scriptArgs: () => {
        if (refuses) throw deputy.calls.errors.unpack(refuses);
        return {};
      },
      body: async () => void await run(),
    };
    return { main: Object.assign(run, { deploy: info }) };
  }
  return {
    async load(url) {
      reach.add(url);
      return await load(url, true);
    },
    include: (url, from) => load(url, false, from),
    assertMayRead: reach.assertMayRead,
    close: () => channel.close(),
  };
}

// How a host is logged in to is no business of scripts.
const PASSWORD = /pass(word|phrase)/i;

/** The data of a host without passwords of its connection, and without what cannot be sent. */
function shareable({ layers, prefixes }: DataLayers): DataLayers {
  const isHidden = (key: string) =>
    PASSWORD.test(key) && [...prefixes, "_"].some((prefix) => key.toLowerCase().startsWith(prefix.toLowerCase()));
  return {
    prefixes: [...prefixes],
    layers: layers.map(({ kind, source, values }) => ({
      kind,
      source,
      values: Object.fromEntries(Object.entries(values).filter(([key, value]) => !isHidden(key) && canBeSent(value))),
    })),
  };
}

function canBeSent(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** The secrets among the data: messages of the sandbox show them no more than others do. */
function secretsOf(hosts: readonly SentHost[]): string[] {
  const found = new Set<string>();
  const collect = (value: unknown) => {
    if (typeof value === "string") {
      if (holdsSecret(value)) found.add(value);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  for (const { data } of hosts) for (const { values } of data.layers) collect(values);
  return [...found];
}
