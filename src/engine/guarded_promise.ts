/** Tells of a rejection when somebody waits for it, or when nobody does. */
export class GuardedPromise<T> extends Promise<T> {
  #observe: ((error: unknown) => void) | undefined;
  #awaited = false;

  /**
   * Guards a promise.
   *
   * @param observe called with the rejection before whoever waits gets it
   * @param unhandled called with it where nobody waits
   */
  static of<T>(
    promise: Promise<T>,
    observe: (error: unknown) => void,
    unhandled: (error: unknown) => void,
  ): GuardedPromise<T> {
    const guarded = new GuardedPromise<T>((resolve, reject) => void promise.then(resolve, reject));
    // A macrotask later, whoever wants to wait for it does.
    guarded.catch((error) => void setTimeout(() => guarded.#awaited || unhandled(error)));
    guarded.#awaited = false;
    guarded.#observe = observe;
    return guarded;
  }

  static override get [Symbol.species]() {
    return Promise;
  }

  override then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const observe = this.#observe;
    this.#awaited = true;
    return super.then(fulfilled, (error) => {
      observe?.(error);
      if (rejected) return rejected(error);
      throw error;
    });
  }
}
