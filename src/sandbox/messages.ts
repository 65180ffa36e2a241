import * as z from "zod";
import type { CallSite, OperationHost } from "../api/mod.ts";
import type { DataLayers } from "../inventory/mod.ts";
import { LIMITS } from "./limits.ts";
import type { SentError } from "./errors.ts";
import type { Packed } from "./values.ts";

const id = z.int();
const text = z.string().max(LIMITS.errorText);
const packed = z.custom<Packed>(() => true).optional();
const site = z.strictObject({
  url: z.string().max(10_000).refine((url) => URL.canParse(url)),
  line: z.int().min(0),
  column: z.int().min(0),
}).optional();
/** An error, as the sandbox may send it. */
export const sentError = z.strictObject({
  name: text,
  message: text,
  stack: text.optional(),
  code: z.enum(["usage", "load", "inventory", "connect", "operation", "fact", "command", "timeout", "interrupted"])
    .optional(),
  hint: text.optional(),
  at: text.optional(),
  host: text.optional(),
  operation: text.optional(),
  output: z.strictObject({ stdout: z.string(), stderr: z.string(), code: z.number().nullable() }).optional(),
  id: text.optional(),
});
const name = z.string().min(1).max(1_000);
const field = z.enum(["changed", "ok", "stdout", "stderr", "value"]);
const share = z.union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?%$/)]);

const customOperation = z.strictObject({
  body: id,
  /** The names of the arguments that are its own and no global ones. */
  own: z.array(name),
  module: name.optional(),
  name,
  alwaysChanges: z.boolean().optional(),
  invalidates: z.union([z.literal("*"), z.array(name)]).optional(),
  endsSessions: z.boolean().optional(),
});
const customFact = z.strictObject({
  name,
  module: name.optional(),
  command: z.string(),
  globals: packed,
  constant: z.boolean().optional(),
  local: z.boolean().optional(),
  sensitive: z.boolean().optional(),
});

const flow = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("deploy"),
    name,
    hosts: z.array(name).optional(),
    with: packed,
    globals: packed,
    body: id,
  }),
  z.strictObject({ kind: z.literal("include"), script: z.string().max(10_000), data: id }),
  z.strictObject({
    kind: z.literal("rolling"),
    name,
    body: id,
    options: z.strictObject({
      batch: z.union([share, z.array(share).min(1)]),
      maxFailures: z.union([z.number().min(0), share]).optional(),
      pause: z.number().min(0).optional(),
      confirm: z.boolean().optional(),
    }),
  }),
  z.strictObject({ kind: z.literal("attempt"), name, block: id, rescue: id.optional(), always: id.optional() }),
  z.strictObject({ kind: z.literal("once"), name, body: id }),
  z.strictObject({ kind: z.literal("flush") }),
]);
const block = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("with"), globals: packed }),
  z.strictObject({ kind: z.literal("on"), host: name }),
  z.strictObject({ kind: z.literal("loop"), keys: z.array(z.string().max(10_000)).optional() }),
]);

/** What the sandbox may say. Whoever runs in it may say anything, so that each message is held against this. */
export const messageSchema = z.discriminatedUnion("type", [
  /** All is loaded, and the lock-down is done. */
  z.strictObject({ type: z.literal("ready") }),
  /** It has done what the messages up to this one led to. */
  z.strictObject({ type: z.literal("done"), upTo: id }),
  z.strictObject({ type: z.literal("log"), text, level: z.enum(["info", "warning"]) }),
  z.strictObject({ type: z.literal("secret"), value: z.string().max(100_000) }),
  /** The answer to a call of the engine's. */
  z.strictObject({ type: z.literal("answer"), call: id, value: packed, error: sentError.optional() }),
  z.strictObject({
    type: z.literal("declare"),
    context: id,
    handle: id,
    operation: z.union([name, customOperation]),
    args: packed,
    site,
  }),
  z.strictObject({ type: z.literal("refuse"), context: id, error: sentError }),
  z.strictObject({ type: z.literal("field"), call: id, context: id, handle: id, field, site }),
  z.strictObject({ type: z.literal("result"), call: id, context: id, handle: id, result: id }),
  z.strictObject({ type: z.literal("read"), context: id, result: id, field, site, error: text }),
  z.strictObject({
    type: z.literal("fact"),
    call: id,
    context: id,
    host: name.optional(),
    fact: z.union([name, customFact]),
    args: packed,
    site,
  }),
  z.strictObject({ type: z.literal("block"), context: id, block: id, inner: z.array(id), how: block, site }),
  z.strictObject({ type: z.literal("close"), context: id, error: sentError.optional() }),
  z.strictObject({ type: z.literal("flow"), context: id, flow: id, how: flow, site }),
  /** A script waits for a flow or a block. */
  z.strictObject({ type: z.literal("wait"), call: id, context: id, flow: id }),
  z.strictObject({
    type: z.literal("remark"),
    context: id,
    remark: z.union([
      z.strictObject({ noop: text }),
      z.strictObject({ warn: text }),
      z.strictObject({ diff: name, before: z.string().nullable(), after: z.string().nullable() }),
    ]),
  }),
  z.strictObject({
    type: z.literal("import"),
    call: id,
    importer: z.string().max(10_000),
    specifier: z.string().max(10_000_000),
    as: z.enum(["module", "json", "text", "bytes"]),
  }),
  z.strictObject({ type: z.literal("source"), call: id, context: id, address: z.string().max(10_000) }),
  /** A rejection that nobody handles; without a context, something thrown outside of any host's script. */
  z.strictObject({ type: z.literal("uncaught"), context: id.optional(), error: sentError }),
]);

/** What the sandbox says. */
export type Message = z.output<typeof messageSchema>;

/** A message of one type. */
export type MessageOf<T extends Message["type"]> = Extract<Message, { type: T }>;

/** An operation that a script has defined. */
export type CustomOperation = z.output<typeof customOperation>;

/** A fact that a script has defined: its command, made with its arguments. */
export type CustomFact = z.output<typeof customFact>;

/** A block that groups declarations. */
export type BlockKind = z.output<typeof block>;

/** A block that the engine runs. */
export type FlowKind = z.output<typeof flow>;

/** A host as the sandbox gets to know it. */
export interface SentHost {
  readonly name: string;
  readonly groups: readonly string[];
  readonly active: boolean;
  readonly data: DataLayers;
}

/** What is known of the host in the body of an operation. */
export type SentOperationHost = Pick<OperationHost, "wantsDiff"> & { readonly globals: object };

/** What the engine says; what has a `call` is answered. */
export type Order =
  & (
    | {
      readonly type: "start";
      /** Where the modules are that it may import. */
      readonly folders: readonly string[];
      readonly hosts: readonly SentHost[];
      readonly groups: readonly (readonly [string, readonly string[]])[];
      /** Values that are masked. */
      readonly secrets: readonly string[];
    }
    /** Imports a script; answers with what its default export is. */
    | { readonly type: "load"; readonly call: number; readonly address: string; readonly checks: boolean }
    /** Calls a function. */
    | {
      readonly type: "invoke";
      readonly call: number;
      readonly function: number;
      readonly context: number;
      readonly host: string;
      readonly phase: "plan" | "apply";
      readonly arguments: readonly unknown[];
      readonly error?: SentError;
      readonly operationHost?: SentOperationHost;
    }
    /** Goes on with the body of an operation. */
    | {
      readonly type: "step";
      readonly call: number;
      readonly body: number;
      readonly error?: SentError;
      readonly value?: unknown;
      readonly ends?: boolean;
    }
    /** Nothing; it is done when it was read. */
    | { readonly type: "ping" }
    /** Answers a call. */
    | { readonly type: "reply"; readonly call: number; readonly value?: unknown; readonly error?: SentError }
  )
  & {
    /** Modules that were linked since the last order: the addresses in the cache, and what they stand for. */
    readonly linked?: readonly (readonly [string, string])[];
  };

/** An order with its number. */
export type NumberedOrder = Order & { readonly number: number };

/** What a script exports as its default. */
export type Exported =
  | { readonly kind: "function"; readonly function: number }
  | {
    readonly kind: "deploy";
    readonly function: number;
    readonly name: string;
    readonly hosts?: readonly string[];
    readonly with: Packed;
    /** Why it cannot be run on its own. */
    readonly refuses?: SentError;
  }
  | { readonly kind: "other"; readonly found: string | undefined };

/** Where a call was made. */
export type Site = CallSite | undefined;
