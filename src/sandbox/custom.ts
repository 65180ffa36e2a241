import {
  type AnyOperation,
  type Command,
  type Fact,
  fact,
  operation,
  type OperationHost,
  ShellCommand,
  UsageError,
  z,
} from "../api/mod.ts";
import type { CustomFact, CustomOperation, Site } from "./messages.ts";
import type { SentError } from "./errors.ts";

/** What a script's operation needs of the sandbox. */
export interface Bodies {
  /** Begins a body; its number. */
  begin(body: number, host: OperationHost): Promise<number>;
  /** Goes on with a body; what it wants. */
  step(body: number, send: { readonly value?: unknown; readonly error?: SentError }): Promise<unknown>;
  /** Ends a body that is not wanted any more. */
  end(body: number): void;
  /** The work of a built-in operation. @throws {UsageError} */
  inner(name: string, args: object, site: Site): AsyncGenerator<Command, unknown, void>;
  pack(error: unknown): SentError;
}

const wantedSchema = z.union([
  z.strictObject({ done: z.literal(true), value: z.unknown().optional() }),
  z.strictObject({
    inner: z.strictObject({ operation: z.string(), args: z.looseObject({}), site: z.unknown().optional() }),
  }),
  z.strictObject({
    command: z.union([
      z.instanceof(ShellCommand),
      z.strictObject({
        kind: z.literal("upload"),
        content: z.union([z.string(), z.instanceof(Uint8Array), z.instanceof(URL)]),
        dest: z.string(),
        user: z.string().optional(),
        group: z.string().optional(),
        mode: z.string().optional(),
        sensitive: z.boolean().optional(),
        label: z.string().optional(),
      }),
    ]),
  }),
]);

/** An operation whose body runs in the sandbox. */
export function sandboxedOperation({ body, own, ...definition }: CustomOperation, bodies: Bodies): AnyOperation {
  const args = () => z.object(Object.fromEntries(own.map((name) => [name, z.unknown()])));
  return operation({ ...definition, args }, async function* (_args: object, host: OperationHost) {
    const number = await bodies.begin(body, host);
    let send: { value?: unknown; error?: SentError } = {};
    let isOver = false;
    try {
      while (true) {
        const wanted = wantedSchema.safeParse(
          await bodies.step(number, send).catch((error) => {
            isOver = true;
            throw error;
          }),
        );
        if (!wanted.success) throw new UsageError(`${definition.name} yielded something that is no command`);
        const { data } = wanted;
        if ("done" in data) {
          isOver = true;
          return data.value;
        }
        send = {};
        if ("command" in data) yield data.command as Command;
        else {
          try {
            const { operation, args, site } = data.inner;
            send.value = yield* bodies.inner(operation, args, site as Site);
          } catch (error) {
            send = { error: bodies.pack(error) };
          }
        }
      }
    } finally {
      if (!isOver) bodies.end(number);
    }
  }) as AnyOperation;
}

/** The fact that a script has defined, as far as the host is concerned: the lines that its command prints. */
export function sandboxedFact(
  { command, globals, ...definition }: Omit<CustomFact, "globals"> & { readonly globals: object },
): Fact<string[] | null, { sandboxed: string }> {
  return fact({
    ...definition,
    // What was read is told from other facts by the command.
    args: () => z.object({ sandboxed: z.string() }),
    command: () => new ShellCommand(command, globals),
    process: (lines): string[] | null => lines,
    default: () => null,
  });
}
