import {
  context,
  currentContext,
  type Data,
  didYouMean,
  type Fact,
  type FactArguments,
  type GlobalArguments,
  type Host,
  type If,
  type Inventory,
  UsageError,
} from "../api/mod.ts";
import type { LoadedInventory } from "../inventory/mod.ts";
import type { ScriptContext } from "./script_context.ts";
import type { Target } from "./target.ts";

/** A host as scripts see it; what it does depends on the block that it is used in. */
export class ScriptHost implements Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly data: Data;
  /** The block that it was made for; none where it comes from the inventory. */
  home: ScriptContext | undefined;

  constructor(readonly target: Target, readonly inventory: Inventory, data: Data = target.data.data) {
    this.name = target.name;
    this.groups = target.groups;
    this.data = data;
  }

  get phase(): "plan" | "apply" {
    return here("host.phase").pass.phase;
  }

  in(group: string): boolean {
    return group === "all" || this.groups.includes(group);
  }

  fact<T, A extends object>(fact: Fact<T, A>, ...[args]: FactArguments<A>): Promise<T> {
    return here("host.fact").fact(this.target, fact, args) as Promise<T>;
  }

  with<R>(globals: GlobalArguments, body: () => R): R {
    return here("host.with").with(globals, body);
  }

  when<R>(condition: If, body: () => R): R {
    return here("host.when").with({ _if: condition }, body);
  }

  loop<I, R>(
    items: Iterable<I>,
    body: (item: I, index: number) => R,
    options: { readonly key?: (item: I) => string } = {},
  ) {
    return here("host.loop").loop(items, body, options.key) as R extends Promise<infer U> ? Promise<U[]> : R[];
  }

  run<R>(body: () => R): R {
    const current = currentContext.getStore() as ScriptContext | undefined;
    const own = current?.target === this.target ? current : this.home;
    if (own !== undefined) return own.run(body);
    throw new UsageError(`Cannot run as ${this.name} here: this is the inventory's host, not that of its script`, {
      hint: "Use on(host, …) to declare operations on another host.",
    });
  }

  flush(): Promise<void> {
    return here("host.flush").flush();
  }
}

function here(what: string): ScriptContext {
  return context(what) as ScriptContext;
}

/** The hosts and groups of a run, as scripts see them. */
export function scriptInventory(inventory: LoadedInventory, targets: ReadonlyMap<string, Target>): Inventory {
  const hosts = new Map<string, Host>();
  const view: Inventory = {
    get hosts() {
      return [...hosts.values()];
    },
    group(name) {
      const group = inventory.groups.get(name);
      if (!group) {
        throw new UsageError(`No group "${name}" in the inventory${didYouMean(name, inventory.groups.keys())}`);
      }
      return group.hosts.map((host) => view.host(host));
    },
    host(name) {
      const found = hosts.get(name);
      if (!found) throw new UsageError(`No host "${name}" in the inventory${didYouMean(name, hosts.keys())}`);
      return found;
    },
  };
  for (const target of targets.values()) hosts.set(target.name, new ScriptHost(target, view));
  return view;
}
