/** A running time limit. */
export interface Clock {
  /** Stands still while this runs. */
  hold<T>(body: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** Starts a time limit that stands still while the user is asked. */
export function startClock(milliseconds: number, onTimeout: () => void): Clock {
  let stopped = false;
  let holding = 0;
  let timer = setTimeout(onTimeout, milliseconds);
  return {
    async hold<T>(body: () => Promise<T>): Promise<T> {
      holding++;
      clearTimeout(timer);
      try {
        return await body();
      } finally {
        if (--holding === 0 && !stopped) timer = setTimeout(onTimeout, milliseconds);
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
