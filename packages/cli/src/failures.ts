/** Makes what a run leaves besides its model, so that a fault there does not lose what was learned. */
export interface Salvage {
  /** What `f` gives; nothing where it throws, which is kept for the end. */
  readonly make: <T>(what: string, f: () => T | Promise<T>) => Promise<T | undefined>;
  /** Throws what went wrong first, when all is written. */
  readonly end: () => void;
}

export function salvage(): Salvage {
  let fault: Error | undefined;
  return {
    async make(what, f) {
      try {
        return await f();
      } catch (cause) {
        fault ??= new Error(`${what} could not be made, and the run was written without: ${(cause as Error).message}`, { cause });
        return undefined;
      }
    },
    end() {
      if (fault) throw fault;
    },
  };
}
