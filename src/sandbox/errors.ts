import { ConnectError, DroverError, FactError, OperationError, UsageError } from "../api/mod.ts";
import { LIMITS } from "./limits.ts";

/** An error on its way to the other side. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Set for errors of Drover's. */
  readonly code?: DroverError["code"];
  readonly hint?: string;
  readonly at?: string;
  readonly host?: string;
  readonly operation?: string;
  readonly output?: { readonly stdout: string; readonly stderr: string; readonly code: number | null };
  /** Under this name the sender knows it, or the receiver if it comes back. */
  readonly id?: string;
}

const BUILT_IN = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as const;

/** An error for the other side. */
export function packError(error: unknown, id?: string): SentError {
  if (!(error instanceof Error)) {
    return { name: "OperationError", code: "operation", message: `The script threw ${textOf(error)}`, id };
  }
  const { name, message, stack } = error;
  const packed = { name: String(name), message: cut(message), stack: cut(stack ?? ""), id };
  if (!(error instanceof DroverError)) return packed;
  const { code, hint, at, host, operation } = error;
  const output = error instanceof OperationError ? error.output : undefined;
  return { ...packed, code, hint, at, host, operation, output };
}

/** An error of the other side as one of this side. */
export function unpackError(sent: SentError): Error {
  const { name, message, stack, code, hint, at, host, operation, output } = sent;
  const options = { hint, at, host, operation };
  const error = code === undefined
    ? new (Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name as keyof typeof BUILT_IN] : Error)(message)
    : code === "usage"
    ? new UsageError(message, options)
    : code === "connect"
    ? new ConnectError(message, options)
    : code === "fact"
    ? new FactError(message, options)
    : name === "OperationError"
    ? new OperationError(message, { ...options, output, code: code === "load" ? "load" : "operation" })
    : new DroverError(code, message, options);
  if (error.name !== name && code === undefined) Object.defineProperty(error, "name", { value: name });
  if (stack) error.stack = stack;
  return error;
}

function cut(text: string): string {
  return String(text).slice(0, LIMITS.errorText);
}

function textOf(value: unknown): string {
  try {
    return cut(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch {
    return "something that has no text";
  }
}
