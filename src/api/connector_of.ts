import { didYouMean, DroverError } from "../errors.ts";
import { BaseConnector, type ConnectorClass, connectorOfClass } from "./base_connector.ts";
import { type AnyConnector, connector, type ConnectorParts } from "./connector.ts";

/** What each member of the object form has to be. */
const PARTS: Readonly<Record<keyof ConnectorParts<never>, (value: unknown) => string | undefined>> = {
  name: (value) => typeof value === "string" && value !== "" ? undefined : "has to be a name",
  prefix: (value) => value === undefined || typeof value === "string" ? undefined : "has to be a text",
  data: (value) =>
    value === undefined || isSchema(value) ? undefined : "has to be a z.object, or a function that gives one",
  makeNamesData: optionalFunction,
  connect: optionalFunction,
};

/** What each static member of the class form has to be. */
const STATICS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  handlesExecution: (value) => typeof value === "boolean" ? undefined : "has to be true or false",
  prefix: PARTS.prefix,
  data: PARTS.data,
  makeNamesData: optionalFunction,
};

/** The methods of the class form. */
const METHODS = ["connect", "finish", "disconnect", "spawn", "runShellCommand", "putFile", "getFile"] as const;

/**
 * The connector that a module exports as its default: what `connector({…})` gives, such an object itself, or a class that
 * extends `BaseConnector`.
 *
 * @param exported the default export
 * @param name the name of the entry point
 * @param place the address of the module, for errors
 * @throws {DroverError} that names what is wrong, member by member
 */
export function connectorOf(exported: unknown, name: string, place: string): AnyConnector {
  if (exported === undefined) {
    throw new DroverError("load", `${place} is no connector: it has no default export`, {
      hint: howToWrite(name),
    });
  }
  const isClass = typeof exported === "function";
  if (!isClass && (typeof exported !== "object" || exported === null)) {
    throw new DroverError("load", `${place} is no connector: its default export is ${described(exported)}`, {
      hint: howToWrite(name),
    });
  }
  const problems = isClass ? classProblems(exported) : partProblems(exported as Record<string, unknown>);
  if (problems.length > 0) {
    throw new DroverError("load", `${place} is no connector: ${problems.join("; ")}`, {
      hint: howToWrite(name),
    });
  }
  return isClass
    ? connectorOfClass(exported as unknown as ConnectorClass, name)
    : connector(exported as ConnectorParts<never>);
}

function howToWrite(name: string): string {
  return `Write: export default connector({ name: "${name}", … }); or a class that extends BaseConnector, both from ` +
    '"drover/connectors", which says what each member is.';
}

function partProblems(parts: Record<string, unknown>): string[] {
  const known = Object.keys(PARTS);
  const unknown = Object.keys(parts).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) =>
      `"${key}" is no member${didYouMean(key, known) || `; the members are ${known.join(", ")}`}`
    ),
    ...wrongMembers(PARTS, parts),
    ...parts.makeNamesData === undefined && parts.connect === undefined
      ? [`it has neither "makeNamesData" nor "connect"`]
      : [],
  ];
}

function classProblems(made: object): string[] {
  const { prototype } = made as { readonly prototype?: Record<string, unknown> };
  if (!(prototype instanceof BaseConnector)) return [`its class does not extend BaseConnector`];
  const statics = made as unknown as Record<string, unknown>;
  const problems = wrongMembers(STATICS, statics);
  for (const method of METHODS) {
    if (method in prototype && typeof prototype[method] !== "function") problems.push(`"${method}" has to be a method`);
  }
  const runs = "spawn" in prototype || "runShellCommand" in prototype;
  if (statics.handlesExecution === true && !runs) {
    problems.push(`it has neither "spawn" nor "runShellCommand", and handlesExecution is not false`);
  }
  if (statics.handlesExecution === false && statics.makeNamesData === undefined) {
    problems.push(`it does not handle execution and has no static "makeNamesData"`);
  }
  return problems;
}

function wrongMembers(
  expected: Readonly<Record<string, (value: unknown) => string | undefined>>,
  found: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(expected).flatMap(([key, check]) => {
    const problem = check(found[key]);
    return problem === undefined ? [] : [`"${key}" ${problem}, found ${described(found[key])}`];
  });
}

function optionalFunction(value: unknown): string | undefined {
  return value === undefined || typeof value === "function" ? undefined : "has to be a function";
}

function isSchema(value: unknown): boolean {
  return typeof value === "function" ||
    typeof value === "object" && value !== null && "shape" in value && "safeParse" in value;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" || typeof value === "function"
    ? `a ${typeof value}`
    : JSON.stringify(value) ?? typeof value;
}
