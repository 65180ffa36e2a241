import {
  type AnyConnector,
  type CallSite,
  check,
  type Config,
  configSchema,
  type ConnectorContext,
  type Data,
  DroverError,
  type GlobalArguments,
  type Host,
  messageOf,
  pathOf,
  placeOf,
  secret,
  UsageError,
} from "../api/mod.ts";
import { promptHidden } from "../command/mod.ts";
import type { EventSink, Script } from "../engine/mod.ts";
import { type LoadedInventory, loadInventory } from "../inventory/mod.ts";
import { type Loader, makeConnectors } from "../loader/mod.ts";
import { currentFolder, loaderFor, resolvePath } from "./loading.ts";
import type { Options } from "./options.ts";
import { isOperation } from "./registry.ts";
import { parseData } from "./words.ts";

/** What every command stands on: settings, inventory, connectors. */
export interface Setup {
  readonly loader: Loader;
  readonly config: Config;
  readonly inventory: LoadedInventory;
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  readonly connectorContext: ConnectorContext;
  /** Global arguments of all operations, from the config and the options. */
  readonly globals: GlobalArguments;
  readonly loadScript: (specifier: string | URL, from: CallSite | undefined) => Promise<Script>;
  /** Loads what a script includes, where that is done in another way. */
  readonly includeScript?: Setup["loadScript"];
  /** Fetches what operations take from other machines, where not all may be fetched. */
  readonly localCopy?: (address: URL) => Promise<URL>;
}

/** What setting up needs of the session. */
export interface SetupOptions {
  readonly options: Options;
  readonly emit: EventSink;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** Ends the waiting for code of users. */
  readonly stop: AbortSignal;
  /** Asks whether to go on; `undefined` where nobody is asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** Loads the config and the inventory. @throws {DroverError} */
export async function setUp(inventory: string, { options, emit, signal, stop, ask }: SetupOptions): Promise<Setup> {
  const chdir = options.text("chdir");
  if (chdir !== undefined) goTo(chdir);
  const warn = (text: string) => emit({ type: "message", level: "warning", text });
  const loader = await loaderFor({ options, warn, ask, signal: stop });
  const config = await loadConfig(options, loader);
  const connectorContext = makeConnectorContext(config, options, emit, signal);
  const known = makeConnectors({ loader, referrer: currentFolder(), given: options.list("connector") });
  const connectors = new Map<string, AnyConnector>();
  const connectorFor = async (name: string) => {
    const connector = await known.load(name);
    connectors.set(name, connector);
    return connector;
  };
  const loaded = await loadInventory(inventory, {
    cwd: Deno.cwd(),
    load: (specifier, referrer) => loader.import(specifier, referrer),
    localCopy: (address) => loader.localCopy(address),
    connectorFor,
    connectorContext,
    knownConnectors: known.names,
    groupData: options.list("group-data"),
    overrides: await overrides(options),
    limit: options.list("limit"),
    exclude: options.list("exclude"),
  });
  for (const { connector } of loaded.hosts) await connectorFor(connector);
  return {
    loader,
    config,
    inventory: loaded,
    connectors,
    connectorContext,
    globals: await globalsOf(config, options),
    loadScript: (specifier, from) => loadScript(loader, specifier, from),
  };
}

/** Goes to a folder. @throws {UsageError} */
export function goTo(folder: string): void {
  try {
    Deno.chdir(folder);
  } catch (cause) {
    throw new UsageError(`--chdir: cannot go to ${JSON.stringify(folder)}: ${messageOf(cause).split(":")[0]}`, {
      cause,
    });
  }
}

async function loadConfig(options: Options, loader: Loader): Promise<Config> {
  const given = options.text("config");
  const path = resolvePath(given ?? "config.ts");
  if (given === undefined && !await Deno.stat(path).catch(() => undefined)) return {};
  const module = await loader.import(path, currentFolder());
  return check(configSchema(), module.default ?? {}, `The config ${path}`) as Config;
}

function makeConnectorContext(
  config: Config,
  options: Options,
  emit: EventSink,
  signal: AbortSignal,
): ConnectorContext {
  return {
    signal,
    connectTimeout: options.number("connect-timeout") ?? config.connectTimeout ?? 10,
    log: (text) => emit({ type: "message", level: "info", text }),
    warn: (text) => emit({ type: "message", level: "warning", text }),
    secret,
    ask: async (question) => {
      if (options.flag("json")) throw new UsageError(`Cannot ask "${question}": --json asks nothing`);
      return secret(await promptHidden(question));
    },
  };
}

async function overrides(options: Options): Promise<Data> {
  const data = parseData(options.list("data"), "--data");
  for (const name of ["ssh-user", "ssh-key", "ssh-key-password", "ssh-password"] as const) {
    const value = options.text(name);
    if (value !== undefined) data[name.replaceAll("-", "_")] = name.endsWith("password") ? secret(value) : value;
  }
  const port = options.number("ssh-port");
  if (port !== undefined) data.ssh_port = port;
  if (options.flag("ssh-password-prompt")) data.ssh_password = await secret.prompt("SSH password");
  return data;
}

async function globalsOf(config: Config, options: Options): Promise<GlobalArguments> {
  const asks = options.flag("use-sudo-password") || options.flag("same-sudo-password") || config.useSudoPassword;
  const inherited = (config.inheritEnv ?? []).flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const environment = { ...Object.fromEntries(inherited), ...config.env };
  const globals: Record<string, unknown> = {
    _sudo: options.flag("sudo") || config.sudo,
    _sudoUser: options.text("sudo-user") ?? config.sudoUser,
    _useSudoLogin: options.flag("use-sudo-login") || config.useSudoLogin,
    _preserveSudoEnv: config.preserveSudoEnv,
    _sudoPassword: asks ? await secret.prompt("sudo password") : config.sudoPassword,
    _suUser: options.text("su-user") ?? config.suUser,
    _useSuLogin: config.useSuLogin,
    _preserveSuEnv: config.preserveSuEnv,
    _suShell: config.suShell,
    _suPassword: config.suPassword,
    _doas: options.flag("doas") || config.doas,
    _doasUser: options.text("doas-user") ?? config.doasUser,
    _dzdo: options.flag("dzdo") || config.dzdo,
    _dzdoUser: options.text("dzdo-user") ?? config.dzdoUser,
    _shellExecutable: options.text("shell-executable") ?? config.shellExecutable,
    _env: Object.keys(environment).length ? environment : undefined,
    _tempDir: config.tempDir,
    _ignoreErrors: config.ignoreErrors,
    _retries: options.number("retry") ?? config.retry,
    _retryDelay: options.number("retry-delay") ?? config.retryDelay,
  };
  if (config.sudoPassword) secret(config.sudoPassword);
  return Object.fromEntries(Object.entries(globals).filter(([, value]) => value !== undefined && value !== false));
}

/** Loads a deploy script. @throws {DroverError} where it has no default export that can be run */
export async function loadScript(loader: Loader, specifier: string | URL, from: CallSite | undefined): Promise<Script> {
  const url = loader.resolve(String(specifier), from?.url ?? currentFolder());
  const module = await loader.import(url, url).catch((error) => {
    if (error instanceof DroverError && /was called outside of a deploy/.test(error.message)) {
      throw topLevel(url, error);
    }
    throw error;
  });
  const main = module.default;
  if (typeof main === "function") return scriptOf(url, main as (host: Host) => unknown);
  const operations = Object.keys(module).filter((name) => isOperation(module[name]));
  throw noScript(url, main === undefined ? undefined : JSON.stringify(main) ?? typeof main, operations);
}

/** The script of a default export. */
export function scriptOf(url: string, main: Script["main"]): Script {
  return { url, name: pathOf(url).replace(/#.*$/, "").split("/").pop()!, main };
}

/** A module without a default export that can be run; `found` is what it has instead, beside these operations. */
export function noScript(url: string, found: string | undefined, operations: readonly string[] = []): DroverError {
  const path = pathOf(url);
  return new DroverError(
    "load",
    found === undefined
      ? `${path} has no default export to run`
      : `${path}: the default export has to be a function or a deploy, found ${found}`,
    {
      hint: operations.length > 0
        ? `To run an operation that it exports: drover INVENTORY ${path}#${operations.join(", #")}.`
        : 'Write: export default deploy("Name", {}, (host) => { … }); or: export default (host) => { … };',
    },
  );
}

/** A module that declares operations while it is loaded. */
export function topLevel(url: string, cause: DroverError): DroverError {
  const what = /^(?:.*: )?(\S+) was called outside/.exec(cause.message)?.[1] ?? "An operation";
  return new DroverError("load", `${pathOf(url)} declares operations at its top level: ${what}`, {
    hint: `Put them into the default export: export default (host) => { ${what}({ … }); };`,
    at: cause.at ?? placeOf(cause),
    cause,
  });
}
