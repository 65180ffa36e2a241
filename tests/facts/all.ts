/** Every fact, and arguments for it. @module */
import { DroverError, type Fact, UsageError, type z } from "../../src/api/mod.ts";
import * as modules from "../../src/modules/mod.ts";

// deno-lint-ignore no-explicit-any
type AnyFact = Fact<any, any>;

/** All facts of all modules. */
export const ALL_FACTS: readonly AnyFact[] = Object.values(modules).flatMap((namespace) =>
  Object.values(namespace as Readonly<Record<string, unknown>>).filter(isFact)
);

function isFact(value: unknown): value is AnyFact {
  return typeof value === "object" && value !== null && "process" in value && "fullName" in value;
}

/** Texts that every schema of a name, path or number in words takes. */
const HARMLESS = ["/etc/hosts", "root", "a.b", "1", "lo", "2024-01-01", "x/y", "https://example.com/x.git"];

/** Arguments without anything special: only those that have to be given. */
export function plainArguments(fact: AnyFact): object {
  for (const text of HARMLESS) {
    const args = checked(fact, sample(fact.schema(), text, false) as object);
    if (args) return args;
  }
  throw new Error(`${fact.fullName} takes none of the arguments that these tests try`);
}

/** Arguments in which every text is the given one, optional ones, too; `undefined` where the schema refuses it. */
export function argumentsWith(fact: AnyFact, text: string): object | undefined {
  return checked(fact, sample(fact.schema(), text, true) as object);
}

/** The same for each argument on its own, the others being plain. */
export function eachArgumentWith(fact: AnyFact, text: string): object[] {
  const plain = plainArguments(fact);
  return Object.entries(fact.schema().shape).flatMap(([name, type]) => {
    const value = sample(type as z.ZodType, text, true);
    return value === undefined ? [] : checked(fact, { ...plain, [name]: value }) ?? [];
  });
}

/** The programs that facts cannot do without. */
export function requiredPrograms(): string[] {
  return ALL_FACTS.flatMap((fact) => {
    const { requiresCommand } = fact.definition;
    if (requiresCommand === undefined) return [];
    return typeof requiresCommand === "string" ? requiresCommand : requiresCommand(plainArguments(fact));
  });
}

/** Whether any of its arguments takes text. */
export function takesText(fact: AnyFact): boolean {
  return JSON.stringify(sample(fact.schema(), "<text>", true)).includes("<text>");
}

function checked(fact: AnyFact, args: object): object | undefined {
  try {
    return fact.check(args);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The command of a fact; `undefined` where it refuses the arguments, which is as good as taking them for what they are. */
export function commandText(fact: AnyFact, args: object): string | undefined {
  try {
    return fact.command(args).text;
  } catch (error) {
    if (error instanceof DroverError) return undefined;
    throw error;
  }
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
}

/** A value of a type, with this text wherever text is taken. */
function sample(type: z.ZodType, text: string, withOptional: boolean): unknown {
  const definition = type._zod.def as unknown as Definition;
  const inner = (one: z.ZodType) => sample(one, text, withOptional);
  switch (definition.type) {
    case "string":
      return text;
    case "number":
    case "int":
      return 1;
    case "boolean":
      return true;
    case "enum":
      return Object.values(definition.entries!)[0];
    case "literal":
      return definition.values![0];
    case "array":
      return [inner(definition.element!)];
    case "record":
      return { key: inner(definition.valueType!) };
    case "object":
      return Object.fromEntries(
        Object.entries(definition.shape!).map(([name, one]) => [name, inner(one)]).filter(([, value]) =>
          value !== undefined
        ),
      );
    case "union":
      return inner(
        definition.options!.find((one) => (one._zod.def as { type: string }).type === "string") ??
          definition.options![0]!,
      );
    case "optional":
    case "default":
    case "nullable":
      return withOptional ? inner(definition.innerType!) : undefined;
    case "readonly":
      return inner(definition.innerType!);
    case "pipe":
      return inner(definition.in!);
    default:
      throw new Error(`These tests know no values of the type ${definition.type}`);
  }
}
