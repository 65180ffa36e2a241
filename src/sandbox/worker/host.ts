import {
  type CallSite,
  callSite,
  checkFactArguments,
  currentContext,
  type Data,
  didYouMean,
  type Fact,
  type FactArguments,
  formatCallSite,
  type GlobalArguments,
  type Host,
  type If,
  type Inventory,
  UsageError,
} from "../../api/mod.ts";
import type { SandboxFlow } from "./flow.ts";
import type { Place } from "./world.ts";

/** A host as scripts in the sandbox see it. */
export class SandboxHost implements Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly data: Data;

  constructor(private readonly home: Place) {
    const { machine, view } = home;
    this.name = machine.name;
    this.groups = machine.groups;
    this.data = view.data;
  }

  get inventory(): Inventory {
    return inventoryOf(this.home);
  }

  get phase(): "plan" | "apply" {
    return this.home.machine.phase;
  }

  in(group: string): boolean {
    return group === "all" || this.groups.includes(group);
  }

  async fact<T, A extends object>(fact: Fact<T, A>, ...[args]: FactArguments<A>): Promise<T> {
    return await askFact(this.#here, fact, args, callSite(), this.name) as T;
  }

  with<R>(globals: GlobalArguments, body: () => R): R {
    return flowOf(this.#here).with(globals, body, callSite());
  }

  when<R>(condition: If, body: () => R): R {
    return flowOf(this.#here).with({ _if: condition }, body, callSite());
  }

  loop<I, R>(
    items: Iterable<I>,
    body: (item: I, index: number) => R,
    options: { readonly key?: (item: I) => string } = {},
  ) {
    return flowOf(this.#here).loop(items, body, options.key, callSite()) as R extends Promise<infer U> ? Promise<U[]>
      : R[];
  }

  run<R>(body: () => R): R {
    const current = currentContext.getStore() as Place | undefined;
    return (current?.machine === this.home.machine ? current : this.home).run(body);
  }

  flush(): Promise<void> {
    return flowOf(this.#here).flush();
  }

  get #here(): Place {
    return (currentContext.getStore() as Place | undefined) ?? this.home;
  }
}

function flowOf(place: Place): SandboxFlow {
  return place.flow as SandboxFlow;
}

/** Asks the engine for a fact. @throws {UsageError} for wrong arguments, with their place in the script */
export async function askFact(
  context: Place,
  fact: Fact<unknown, never> | Fact<unknown>,
  passed: object | undefined,
  site: CallSite | undefined,
  host?: string,
): Promise<unknown> {
  const { world } = context;
  try {
    if (typeof fact?.check !== "function") {
      throw new UsageError(`host.fact: expected a fact, found ${fact === undefined ? "undefined" : typeof fact}`, {
        hint: "Check its name: facts are called like server.LinuxName.",
      });
    }
    const { args } = checkFactArguments(fact as Fact<unknown, never>, passed);
    const question = { type: "fact", context: context.here, host, site } as const;
    const name = world.builtIns.nameOf(fact);
    if (name !== undefined) {
      return await world.port.call({ ...question, fact: name, args: context.pack(passed ?? {}) });
    }
    return await askCustom(context, fact, args, passed, question);
  } catch (error) {
    if (error instanceof UsageError) error.at ??= formatCallSite(site);
    throw error;
  }
}

/** A fact that a script has defined: the host gets its command, and what it printed is read here. */
async function askCustom(
  context: Place,
  fact: Pick<Fact<unknown>, "command" | "process" | "missing" | "definition">,
  args: object,
  passed: object | undefined,
  question: { readonly type: "fact"; readonly context: number; readonly host?: string; readonly site?: CallSite },
): Promise<unknown> {
  const { module, name, constant, local, sensitive } = fact.definition;
  const { text, globals } = fact.command(args);
  const shell = Object.entries(passed ?? {}).filter(([key]) => key.startsWith("_"));
  const lines = await context.world.port.call({
    ...question,
    fact: { module, name, command: text, globals: context.pack(globals), constant, local, sensitive },
    args: context.pack(Object.fromEntries(shell)),
  });
  return lines === null ? fact.missing() : fact.process(lines as string[], args);
}

function inventoryOf(home: Place): Inventory {
  const { world } = home;
  const host = (name: string): Host => {
    const machine = world.machines.get(name);
    if (machine === undefined) {
      throw new UsageError(`No host "${name}" in the inventory${didYouMean(name, world.machines.keys())}`);
    }
    return world.makePlace(world, home.id, machine, machine.data).host;
  };
  return {
    get hosts() {
      return [...world.machines.keys()].map(host);
    },
    host,
    group(name) {
      const names = world.groups.get(name);
      if (names) return names.map(host);
      throw new UsageError(`No group "${name}" in the inventory${didYouMean(name, world.groups.keys())}`);
    },
  };
}
