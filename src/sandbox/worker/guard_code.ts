/**
 * Takes the teeth of code that is made from strings. It is loaded before all else, so that nobody gets hold of what it
 * replaces.
 *
 * @module
 */

type Method = (this: unknown, ...args: never[]) => unknown;

/** A method as a function that nobody can change any more. */
function uncurried<T>(method: Method): (self: unknown, ...args: unknown[]) => T {
  return Function.prototype.call.bind(method) as (self: unknown, ...args: unknown[]) => T;
}

// Scripts may replace every method later on, so that none is looked up when code is made.
const indexOf = uncurried<number>(String.prototype.indexOf);
const slice = uncurried<string>(String.prototype.slice);

/** Code in which nothing is imported: as an escape the word is the same everywhere but as a keyword. */
function disarmed(code: string): string {
  let result = "";
  let rest = code;
  for (let at = indexOf(rest, "import"); at >= 0; at = indexOf(rest, "import")) {
    result += `${slice(rest, 0, at)}\\u0069mport`;
    rest = slice(rest, at + 6);
  }
  return result + rest;
}

guardCode();

/** Code from strings is for templates; nothing can be imported by it. */
function guardCode(): void {
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind);
    const Real = prototype.constructor as FunctionConstructor;
    const guarded = function (...args: unknown[]): unknown {
      let parameters = "";
      const last = args.length - 1;
      for (let index = 0; index < last; index++) parameters += `${index ? "," : ""}${args[index]}`;
      const body = last < 0 ? "" : `${args[last]}`;
      return new Real(disarmed(parameters), disarmed(body));
    };
    Object.defineProperty(guarded, "prototype", { value: prototype });
    Object.defineProperty(prototype, "constructor", { value: guarded, writable: false, configurable: false });
    if (Real === Function) Object.defineProperty(globalThis, "Function", { value: guarded, writable: false });
  }
  const refuse = () => {
    throw new EvalError("There is no eval in the sandbox");
  };
  Object.defineProperty(globalThis, "eval", { value: refuse, writable: false });
}

/**
 * Makes the one way to import modules that are not known from the beginning: only what lies in these folders. Whatever
 * scripts do to the methods of this realm, they lead it nowhere else.
 */
export function importerOf(folders: readonly string[]): (address: unknown) => Promise<Record<string, unknown>> {
  const [first = "", second = ""] = folders;
  return (address) => {
    const text = `${address}`;
    const folder = indexOf(text, first) === 0 ? first : indexOf(text, second) === 0 ? second : "";
    const rest = slice(text, folder.length);
    if (folder === "" || indexOf(rest, "/.") >= 0 || indexOf(rest, "%") >= 0 || indexOf(rest, "\\") >= 0) {
      throw new EvalError(`Cannot import ${text} in the sandbox`);
    }
    return import(text);
  };
}
