/** Measures how long tasks take, all together. */
export interface Stopwatch {
  /** Does a task, and adds the time that it takes. */
  readonly timed: <T>(task: () => Promise<T>) => Promise<T>;
  /** Seconds that all tasks took so far. */
  readonly seconds: () => number;
}

/** A stopwatch that goes on from `seconds` (default 0). */
export function stopwatch(seconds: number = 0): Stopwatch {
  return {
    async timed(task) {
      const start = performance.now();
      const result = await task();
      seconds += (performance.now() - start) / 1000;
      return result;
    },
    seconds: () => seconds,
  };
}
