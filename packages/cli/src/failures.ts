/** Collects failures of what a run makes besides its model, so that the model is written all the same. */
export interface Failures {
  /** The result of `f`. Where `f` throws, undefined, and the error is kept. */
  readonly attempt: <T>(what: string, f: () => T | Promise<T>) => Promise<T | undefined>;
  /** Throws the first error that was kept. */
  readonly rethrow: () => void;
}

export function failures(): Failures {
  let first: Error | undefined;
  return {
    async attempt(what, f) {
      try {
        return await f();
      } catch (cause) {
        first ??= new Error(`${what} could not be made, and the run was written without: ${(cause as Error).message}`, { cause });
        return undefined;
      }
    },
    rethrow() {
      if (first) throw first;
    },
  };
}
