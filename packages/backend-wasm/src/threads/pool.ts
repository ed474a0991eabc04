import { countDone, failure, makeBlock, offset, place, post, room, takeFirst, waitUntilDone } from './block.js';
import type { Block } from './block.js';
import { spawn } from './spawn.js';
import type { Thread } from './spawn.js';

/** One call of a function: its name and its numbers. */
export type Call = readonly [name: string, ...numbers: number[]];

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
  /** A program with functions besides the module's exports, in Node. `functions` must have them, too. */
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

const layout = { offset, place, room };

/** A pool of this thread only. */
export const alone = (functions: Functions): Pool => ({
  size: 1,
  run: (calls) => calls.forEach((call) => here(functions, call)),
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
  { program, awake = 0.1, onFailure, startWithin = 5000, finishWithin = 10_000 }: PoolOptions = {},
): Promise<Pool> {
  if (size < 2) return alone(functions);
  if (!isShared(memory)) {
    onFailure?.('the memory is not shared');
    return alone(functions);
  }
  const names = Object.keys(functions);
  const block = makeBlock();
  try {
    const threads = await spawn({ module, memory, buffer: block.buffer, layout, names, program, awake }, size - 1, startWithin);
    return poolOf(block, threads, functions, finishWithin);
  } catch (error) {
    onFailure?.(error instanceof Error ? error.message : String(error));
    return alone(functions);
  }
}

function poolOf(block: Block, threads: Thread[], functions: Functions, finishWithin: number): Pool {
  const numberOf = new Map(Object.keys(functions).map((name, i) => [name, i]));
  const dispose = (): void => threads.splice(0).forEach(({ stop }) => stop());

  const runRow = (calls: readonly Call[]): void => {
    const row = calls.map((call) => numbered(numberOf, call));
    post(block, row);
    const errors = runWhatIsLeft(block, calls, functions);
    if (!waitUntilDone(block, calls.length, finishWithin)) {
      // The late call may still write to memory that is in other use by then, so the workers are stopped.
      dispose();
      const of = [...new Set(calls.map(([name]) => name))].join(', ');
      throw new Error(`Pool.run: a worker has not finished ${of} after ${finishWithin / 1000} s; the pool is closed`);
    }
    const said = failure(block);
    if (errors.length > 0) throw errors[0];
    if (said !== undefined) throw new Error(`Pool.run: in a worker, ${said}`);
  };

  return {
    get size() {
      return threads.length + 1;
    },
    run: (calls) => {
      if (calls.length < 2 || threads.length === 0) calls.forEach((call) => here(functions, call));
      else for (let i = 0; i < calls.length; i += room.calls) runRow(calls.slice(i, i + room.calls));
    },
    dispose,
  };
}

/** Runs the calls that no worker takes on this thread. Returns the errors. */
function runWhatIsLeft(block: Block, calls: readonly Call[], functions: Functions): unknown[] {
  const errors: unknown[] = [];
  for (let i = takeFirst(block); i !== undefined; i = takeFirst(block)) {
    try {
      here(functions, calls[i]!);
    } catch (error) {
      errors.push(error);
    }
    countDone(block);
  }
  return errors;
}

function here(functions: Functions, [name, ...numbers]: Call): void {
  functions[name]!(...numbers);
}

function numbered(numberOf: ReadonlyMap<string, number>, [name, ...numbers]: Call): readonly number[] {
  const which = numberOf.get(name);
  if (which === undefined) throw new Error(`Pool.run: there is no ${name}`);
  if (numbers.length > room.numbers - 2)
    throw new Error(`Pool.run: ${name} with ${numbers.length} numbers; there is room for ${room.numbers - 2}`);
  return [which, ...numbers];
}

const isShared = (memory: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
