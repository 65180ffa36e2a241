import {
  type AnyOperation,
  type CallSite,
  currentContext,
  formatCallSite,
  type GlobalArguments,
  type Handle,
  type OperationHost,
  UsageError,
} from "../../api/mod.ts";
import type { LayeredData } from "../../inventory/mod.ts";
import { RENDERING } from "../built_in.ts";
import type { Packed } from "../values.ts";
import { exposeBody } from "./bodies.ts";
import { NOT_HERE } from "./errors.ts";
import { SandboxFlow } from "./flow.ts";
import { makeHandle } from "./handle.ts";
import { SandboxHost } from "./host.ts";
import { makeSources, type Sources } from "./sources.ts";
import { type Machine, type Place, placeFor, type World } from "./world.ts";

/** What calls of the API find around them in the sandbox: it tells the engine, which does everything. */
export class SandboxContext implements Place {
  readonly host: SandboxHost;
  readonly flow: SandboxFlow;
  readonly sources: Sources;
  operationHost?: OperationHost;

  constructor(
    readonly world: World,
    readonly id: number,
    readonly machine: Machine,
    readonly view: LayeredData,
  ) {
    this.host = new SandboxHost(this);
    this.flow = new SandboxFlow(this);
    this.sources = makeSources(world, id);
  }

  get here(): number {
    return (currentContext.getStore() as Place | undefined)?.id ?? this.id;
  }

  declare(
    operation: AnyOperation,
    args: object,
    globals: GlobalArguments,
    site: CallSite | undefined,
    passed: object,
  ): Handle<unknown> {
    if (operation.fullName === "call" && operation.definition.module === undefined) throw this.#noCall(site);
    const { world } = this;
    const builtIn = world.builtIns.nameOf(operation);
    const handle = world.port.next();
    world.port.send({
      type: "declare",
      context: this.id,
      handle,
      operation: builtIn !== undefined && !RENDERING.has(builtIn) ? builtIn : exposeBody(this, operation, args, passed),
      args: this.pack(passed),
      site,
    });
    return makeHandle(this, handle, globals.name ?? operation.fullName);
  }

  refuse(error: UsageError): void {
    this.world.port.send({ type: "refuse", context: this.id, error: this.world.errors.pack(error) });
  }

  pack(value: unknown): Packed {
    return this.world.pack(value, (body) => async (invocation) => {
      const view = invocation.host === this.machine.name ? this.view : undefined;
      return this.pack(await placeFor(this.world, invocation, view).run(() => body(...invocation.arguments)));
    });
  }

  run<T>(body: () => T): T {
    return currentContext.run(this, body);
  }

  #noCall(site: CallSite | undefined): UsageError {
    const error = new UsageError("call is not there in the sandbox: a function can reach nothing there", {
      hint: NOT_HERE,
      at: formatCallSite(site),
    });
    this.refuse(error);
    return error;
  }
}
