/** One call of a function: its name and its numbers. */
export interface Call {
  readonly name: string;
  readonly numbers: readonly number[];
}

/** Several threads on one memory. */
export interface Pool {
  /** How many calls run at once, with this thread. 1 after the workers are stopped. */
  readonly size: number;
  /**
   * Runs all calls and returns when all are done. This thread starts at the first call, the workers at the last. If a call throws,
   * `run` throws its error after the others are done.
   */
  readonly run: (calls: readonly Call[]) => void;
  /** Stops the workers. `run` then computes everything on this thread. */
  readonly dispose: () => void;
}

/** Functions of numbers. Some of the numbers are addresses in the memory. */
export type Functions = Readonly<Record<string, (...numbers: number[]) => number>>;

/**
 * A CommonJS file for Node that exports `(memory, options) => functions`. Every thread loads it, so that each can call a library of the
 * machine.
 */
export interface Program {
  /** The path of the file. */
  readonly file: string;
  readonly options?: string | undefined;
}

/**
 * Loads `program` on this thread and returns its functions.
 *
 * @param memory The heap that the functions compute on.
 */
export function functionsOf({ file, options }: Program, memory: WebAssembly.Memory): Functions {
  const { createRequire } = process.getBuiltinModule('node:module');
  return createRequire(file)(file)(memory, options) as Functions;
}

/** Options of `startPool`. */
export interface PoolOptions {
  /** A program with the function `multiply` that the module imports, in Node. */
  readonly program?: Program | undefined;
  /** Milliseconds that workers poll for more calls before they sleep. Default 0.1. */
  readonly awake?: number | undefined;
  /** Called with the reason if there are no workers. */
  readonly onFailure?: (reason: string) => void;
  /** Milliseconds that workers may take to start. Default 5,000. */
  readonly startWithin?: number;
  /** Milliseconds that a worker may still take after this thread has finished. Default 10,000. */
  readonly finishWithin?: number;
}

/** A pool of this thread only. */
export const alone = (functions: Functions): Pool => ({
  size: 1,
  run: (calls) => calls.forEach(({ name, numbers }) => void functions[name]!(...numbers)),
  dispose: () => {},
});

/**
 * A pool of `size` threads: this one and workers, which each start `module` on `memory`. `functions` are those of this thread's
 * instance. If workers do not start (the memory is not shared, or a Content-Security-Policy forbids them), the pool has size 1 and
 * computes everything on this thread.
 */
export async function startPool(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  functions: Functions,
  size: number,
  options: PoolOptions = {},
): Promise<Pool> {
  if (size < 2) return alone(functions);
  try {
    if (!isShared(memory)) throw new Error('the memory is not shared');
    // Loaded where there are threads, since most pages have none.
    const { threadedPool } = await import('./threaded-pool.js');
    return await threadedPool(module, memory, functions, size, options);
  } catch (error) {
    options.onFailure?.(error instanceof Error ? error.message : String(error));
    return alone(functions);
  }
}

const isShared = (memory: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
