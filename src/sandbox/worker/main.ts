/** What runs in the worker: the API of scripts, with an engine that is somewhere else. @module */
import { importerOf } from "./guard_code.ts";
import * as zod from "zod";
import * as drover from "../../mod.ts";
import { currentContext, type Secret, UsageError } from "../../api/mod.ts";
import { listBuiltIns } from "../built_in.ts";
import type { Message, NumberedOrder } from "../messages.ts";
import { forwardInner, step } from "./bodies.ts";
import { makeConsole } from "./console.ts";
import { SandboxContext } from "./context.ts";
import { makeErrors, NOT_HERE } from "./errors.ts";
import { describeExport } from "./exported.ts";
import { lockDown } from "./lock_down.ts";
import { makePort, type Port } from "./port.ts";
import { installRuntime } from "./runtime.ts";
import { makeWorld, type World } from "./world.ts";
// Templates need them, and nothing can be loaded after the lock-down.
import "eta";
import "nunjucks";
import "nunjucks/src/transformer.js";

/** The part of a worker's global scope that is used here. */
interface Realm {
  postMessage(messages: readonly Message[]): void;
  addEventListener(type: string, listener: (event: never) => void): void;
}

const realm = globalThis as unknown as Realm;
const errors = makeErrors();
const port = makePort(realm.postMessage.bind(realm), errors);
const builtIns = listBuiltIns();
forwardInner(builtIns);
const own = new Map<string, Readonly<Record<string, unknown>>>([
  ["drover", { ...drover, secret: makeSecret(port) }],
  ["npm:zod", zod],
]);
let importLinked: ReturnType<typeof importerOf> | undefined;
const runtime = installRuntime(port, own, (address) => importLinked!(address));
let world: World | undefined;

realm.addEventListener("message", ({ data: order }: { readonly data: NumberedOrder }) => {
  runtime.learn(order.linked ?? []);
  if (port.take(order)) return;
  if (order.type === "start") {
    if (world) return;
    importLinked = importerOf(order.folders);
    world = makeWorld(order, { port, errors, builtIns, makePlace: (...parts) => new SandboxContext(...parts) });
    for (const value of order.secrets) drover.secret(value);
    return port.send({ type: "ready" });
  }
  if (order.type === "reply" || order.type === "ping") return;
  const { call } = order;
  carryOut(world!, order).then(
    (value) => port.send({ type: "answer", call, value }),
    (error) => port.send({ type: "answer", call, error: errors.pack(error) }),
  );
});

async function carryOut(world: World, order: Exclude<NumberedOrder, { type: "start" | "reply" | "ping" }>) {
  switch (order.type) {
    case "load": {
      const module = await importLinked!(order.address);
      return world.pack(describeExport(world, module.default, order.checks), () => () => Promise.resolve(undefined));
    }
    case "invoke":
      return await world.invoke(order);
    case "step":
      return await step(world, order);
  }
}

realm.addEventListener("unhandledrejection", (event: PromiseRejectionEvent) => {
  event.preventDefault();
  const place = currentContext.getStore() as SandboxContext | undefined;
  port.send({ type: "uncaught", context: place?.id, error: errors.pack(event.reason) });
});
realm.addEventListener("error", (event: ErrorEvent) => {
  event.preventDefault();
  port.send({ type: "uncaught", error: errors.pack(event.error) });
});

function makeSecret(port: Port): typeof drover.secret {
  const register = (value: string | TemplateStringsArray, ...values: (string | number)[]): Secret => {
    const made = typeof value === "string" ? drover.secret(value) : drover.secret(value, ...values);
    port.send({ type: "secret", value: made });
    return made;
  };
  const refuse = (name: string) => () => {
    throw new UsageError(`${name} is not there in the sandbox: it would read from this machine`, {
      hint: `Let the inventory read it, and use it as host.data in the script. ${NOT_HERE}`,
    });
  };
  return Object.assign(register, {
    env: refuse("secret.env"),
    file: refuse("secret.file"),
    command: refuse("secret.command"),
    prompt: refuse("secret.prompt"),
  }) as typeof drover.secret;
}

const inspect = Deno.inspect;
Object.defineProperty(globalThis, "console", { value: makeConsole(port, (value) => inspect(value)), writable: true });
lockDown();
