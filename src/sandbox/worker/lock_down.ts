/** What stays of the global scope. */
const KEPT = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error
   AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer
   Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray
   Float16Array Float32Array Float64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect Temporal
   FinalizationRegistry decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN
   SuppressedError DisposableStack AsyncDisposableStack console queueMicrotask structuredClone performance crypto atob btoa
   AbortController AbortSignal CustomEvent DOMException Event EventTarget TextDecoder TextEncoder URL URLPattern
   URLSearchParams ReadableStream WritableStream TransformStream TextDecoderStream TextEncoderStream setTimeout clearTimeout setInterval clearInterval`
    .split(/\s+/),
);

const removed = new Set<string>();

/** Whether something was there before the lock-down. */
export function wasRemoved(name: string): boolean {
  return removed.has(name);
}

/**
 * Takes everything from the global scope that reaches out of the realm. Permissions alone do not close it: in an
 * executable `import()` reads any file. The loader leaves no `import()` in modules, and guard_code none in code from strings.
 *
 * @throws {Error} where something cannot be taken
 */
export function lockDown(): void {
  guardTimers();
  // The runtime itself makes and reads events.
  for (const kind of [EventTarget, Event, MessageEvent, ErrorEvent, PromiseRejectionEvent]) {
    Object.freeze(kind.prototype);
  }
  for (const name of ["createObjectURL", "revokeObjectURL"]) delete (URL as unknown as Record<string, unknown>)[name];
  const left: string[] = [];
  for (const key of Object.getOwnPropertyNames(globalThis)) {
    if (KEPT.has(key)) continue;
    removed.add(key);
    if (!Reflect.deleteProperty(globalThis, key)) {
      Reflect.defineProperty(globalThis, key, { value: undefined, writable: false, configurable: false });
    }
  }
  for (const key of removed) if ((globalThis as Record<string, unknown>)[key] !== undefined) left.push(key);
  if (left.length > 0) throw new Error(`Cannot lock the sandbox: ${left.join(", ")} cannot be taken away`);
}

/** Timers that take functions only: code in a string would be run as it is. */
function guardTimers(): void {
  for (const name of ["setTimeout", "setInterval"] as const) {
    const real = globalThis[name] as unknown as (body: () => void, delay?: number) => unknown;
    Object.defineProperty(globalThis, name, {
      value: (body: unknown, delay?: number, ...args: unknown[]) => {
        if (typeof body !== "function") throw new TypeError(`${name} takes a function`);
        return real(() => void body(...args), delay);
      },
      writable: true,
      configurable: true,
    });
  }
}
