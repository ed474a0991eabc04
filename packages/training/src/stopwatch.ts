/** Adds up how long pieces of work take. */
export interface Stopwatch {
  readonly timed: <T>(work: () => Promise<T>) => Promise<T>;
  /** How long all of them took. */
  readonly seconds: () => number;
}

export function stopwatch(): Stopwatch {
  let seconds = 0;
  return {
    async timed(work) {
      const start = performance.now();
      const result = await work();
      seconds += (performance.now() - start) / 1000;
      return result;
    },
    seconds: () => seconds,
  };
}
