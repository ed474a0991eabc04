import { countDone, failure, makeBlock, post, room, takeFirst, waitUntilDone } from './block.js';
import type { Block } from './block.js';
import { spawn } from './spawn.js';
import type { Thread } from './spawn.js';

/** One call of a function: its name and its numbers. */
export type Call = readonly [name: string, ...numbers: number[]];

/** Several threads on one memory. */
export interface Pool {
  /** How many calls run at once, this thread included; 1 when the workers are stopped. */
  readonly size: number;
  /**
   * Runs all calls and returns when all are done: from the first on here, from the last on in workers. Throws what a call
   * threw, after the others are done.
   */
  readonly run: (calls: readonly Call[]) => void;
  /** Stops the workers; `run` then does everything here. */
  readonly dispose: () => void;
}

/** Functions of numbers, addresses in the memory among them. */
export type Functions = Readonly<Record<string, (...numbers: number[]) => number>>;

/**
 * The source of the body of a function of Node's `require` and a `WebAssembly.Memory` that gives functions. Every thread
 * runs it, which is how a library of the machine's comes to all of them.
 */
export type Program = string;

/** What a program gives here, as it gives it to a worker. */
export function functionsOf(program: Program, memory: WebAssembly.Memory): Functions {
  const { createRequire } = process.getBuiltinModule('node:module');
  return new Function('require', 'memory', program)(createRequire(import.meta.url), memory) as Functions;
}

/** Options of `startPool`. */
export interface PoolOptions {
  /** Gives functions besides the module's exports, in Node; `functions` has them, too. */
  readonly program?: Program | undefined;
  /** Milliseconds that workers look for more calls before they sleep. Default 0.1. */
  readonly awake?: number | undefined;
  /** Told why there are no workers, where there are none. */
  readonly onFailure?: (reason: string) => void;
  /** Milliseconds that workers may take to start. Default 5000. */
  readonly startWithin?: number;
  /** Milliseconds that a worker may still take when this thread has nothing left to do. Default 10,000. */
  readonly finishWithin?: number;
}

/** A pool of this thread and no other. */
export const alone = (functions: Functions): Pool => ({
  size: 1,
  run: (calls) => calls.forEach((call) => here(functions, call)),
  dispose: () => {},
});

/**
 * A pool of `size` threads, this one and workers, that each start `module` on `memory`; `functions` are those of the
 * instance here. Where workers do not start (the memory is not shared, a Content-Security-Policy forbids them), the pool
 * has size 1 and does everything here.
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
    const threads = await spawn({ module, memory, buffer: block.buffer, names, program, awake }, size - 1, startWithin);
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
      // What is undone may yet be written, over whatever is in its place by then: the workers have to go.
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

/** Runs, here, the calls that no worker takes; returns what they threw. */
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
