/** A template used something that was not given to it. */
export class UndefinedVariable extends Error {
  override name = "UndefinedVariable";
  constructor(variable: string, readonly line?: number) {
    super(`'${variable}' is undefined`);
  }
}

/**
 * A view of data that throws where a key is missing, at every depth of plain objects and lists, so that a mistyped name
 * never becomes the word `undefined` in a file.
 */
export function strict<T>(value: T, path = ""): T {
  if (Array.isArray(value)) return strictList(value, path) as T;
  if (isPlain(value)) return strictObject(value, path) as T;
  return value;
}

/** Whether a value is an object of keys and values and nothing else. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function strictObject(source: Record<string, unknown>, path: string): object {
  const read = (key: string) => strict(source[key], path === "" ? key : `${path}.${key}`);
  // An empty target, because a proxy may not give another value for a frozen property.
  return new Proxy({}, {
    get: (_, key) => {
      if (typeof key === "symbol") return Reflect.get(source, key);
      if (source[key] !== undefined) return read(key);
      if (PROBES.has(key)) return undefined;
      throw new UndefinedVariable(path === "" ? key : `${path}.${key}`);
    },
    has: (_, key) => key in source,
    ownKeys: () => Reflect.ownKeys(source),
    getOwnPropertyDescriptor: (_, key) =>
      Object.hasOwn(source, key)
        ? { value: strict(source[key as string], path), enumerable: true, configurable: true, writable: true }
        : undefined,
  });
}

function strictList(source: readonly unknown[], path: string): unknown[] {
  return new Proxy(source.map((item, index) => strict(item, `${path}[${index}]`)), {
    get: (list, key) => {
      const missing = typeof key === "string" && /^\d+$/.test(key) && Number(key) >= list.length;
      if (missing) throw new UndefinedVariable(`${path}[${key}]`);
      return Reflect.get(list, key);
    },
  });
}

// What the language itself looks for on any object.
const PROBES = new Set(["toJSON", "then", "constructor", "__blocks"]);
