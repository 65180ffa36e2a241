import { type AnyOperation, didYouMean, type Fact, type Operation, UsageError } from "../api/mod.ts";
import * as modules from "../modules/mod.ts";

/** Any fact. */
// deno-lint-ignore no-explicit-any
export type AnyFact = Fact<any, any>;

type Namespace = Readonly<Record<string, unknown>>;

/** Finds an operation by `module.name`; snake_case works, too. @throws {UsageError} with the nearest name */
export function findOperation(name: string): AnyOperation {
  return find(name, "operation", isOperation);
}

/** Finds a fact by `module.Name`. @throws {UsageError} with the nearest name */
export function findFact(name: string): AnyFact {
  return find(name, "fact", isFact);
}

/** The facts of a module, or of all. @throws {UsageError} with the nearest name */
export function moduleFacts(name?: string): AnyFact[] {
  const namespaces = name === undefined ? Object.values(modules) : [namespaceOf(name)];
  return namespaces.flatMap((namespace) => Object.values(namespace as Namespace).filter(isFact));
}

function namespaceOf(name: string): Namespace {
  const namespace = (modules as Readonly<Record<string, Namespace>>)[camel(name)];
  if (namespace !== undefined) return namespace;
  const names = Object.keys(modules);
  throw new UsageError(`No module "${name}"${didYouMean(name, names) || `; the modules are ${names.join(", ")}`}`);
}

/** Names that pyinfra keeps from its earlier versions. */
const RENAMED: Readonly<Record<string, string>> = {
  "server.Crontab": "crontab.Crontab",
  "server.crontab": "crontab.crontab",
  "server.Os": "server.Kernel",
  "server.OsVersion": "server.KernelVersion",
};

function find<T>(fullName: string, kind: string, is: (value: unknown) => value is T): T {
  const [moduleName = "", name = ""] = fullName.split(".");
  const namespace = namespaceOf(moduleName);
  const found = namespace[camel(name)] ?? namespace[name];
  if (is(found)) return found;
  const names = Object.keys(namespace).filter((key) => is(namespace[key]));
  const renamed = RENAMED[fullName];
  if (renamed !== undefined) throw new UsageError(`No ${kind} "${fullName}"; it is called "${renamed}"`);
  const other = isOperation(found) ? "; it is an operation" : isFact(found) ? "; it is a fact" : "";
  throw new UsageError(
    `No ${kind} "${fullName}"${
      other || didYouMean(fullName, names.map((one) => `${moduleName}.${one}`)) ||
      `; ${moduleName} has ${names.join(", ") || `no ${kind}s`}`
    }`,
  );
}

/** Whether a value is an operation. */
export function isOperation(value: unknown): value is Operation<object> {
  return typeof value === "function" && "inner" in value;
}

/** Whether a value is a fact. */
export function isFact(value: unknown): value is AnyFact {
  return typeof value === "object" && value !== null && "process" in value && "fullName" in value;
}

/** `cache_time` and `cache-time` as `cacheTime`; a leading `_` stays. */
export function camel(name: string): string {
  return name.replaceAll(/(?<=[^_-])[_-]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}
