import { countDone, failure, makeBlock, post, room, takeFirst, waitUntilDone } from './block.js';
import type { Block } from './block.js';
import { spawn } from './spawn.js';
import type { Thread } from './spawn.js';

/** One call of an export of the module: its name and its numbers. */
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

/** What `startPool` can be told. */
export interface PoolOptions {
  /** Told why there are no workers, where there are none. */
  readonly onFailure?: (reason: string) => void;
  /** Milliseconds that workers may take to start; 5000 unless told. */
  readonly startWithin?: number;
  /** Milliseconds that a worker may still take when this thread has nothing left to do; 10,000 unless told. */
  readonly finishWithin?: number;
}

/**
 * A pool of `size` threads, this one and workers, that each start `module` on `memory`; `exports` are those of the
 * instance here. Where workers do not start (the memory is not shared, a Content-Security-Policy forbids them), the pool
 * has size 1 and does everything here.
 */
export async function startPool(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  exports: Record<string, Function>,
  size: number,
  { onFailure, startWithin = 5000, finishWithin = 10_000 }: PoolOptions = {},
): Promise<Pool> {
  const alone: Pool = { size: 1, run: (calls) => calls.forEach((call) => here(exports, call)), dispose: () => {} };
  if (size < 2) return alone;
  if (!isShared(memory)) {
    onFailure?.('the memory is not shared');
    return alone;
  }
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const block = makeBlock();
  try {
    const threads = await spawn({ module, memory, buffer: block.buffer, names }, size - 1, startWithin);
    return poolOf(block, threads, names, exports, finishWithin);
  } catch (error) {
    onFailure?.(error instanceof Error ? error.message : String(error));
    return alone;
  }
}

function poolOf(block: Block, threads: Thread[], names: readonly string[], exports: Record<string, Function>, finishWithin: number): Pool {
  const numberOf = new Map(names.map((name, i) => [name, i]));
  const dispose = (): void => threads.splice(0).forEach(({ stop }) => stop());

  const runRow = (calls: readonly Call[]): void => {
    const row = calls.map((call) => numbered(numberOf, call));
    post(block, row);
    const errors = runWhatIsLeft(block, calls, exports);
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
      if (calls.length < 2 || threads.length === 0) calls.forEach((call) => here(exports, call));
      else for (let i = 0; i < calls.length; i += room.calls) runRow(calls.slice(i, i + room.calls));
    },
    dispose,
  };
}

/** Runs, here, the calls that no worker takes; returns what they threw. */
function runWhatIsLeft(block: Block, calls: readonly Call[], exports: Record<string, Function>): unknown[] {
  const errors: unknown[] = [];
  for (let i = takeFirst(block); i !== undefined; i = takeFirst(block)) {
    try {
      here(exports, calls[i]!);
    } catch (error) {
      errors.push(error);
    }
    countDone(block);
  }
  return errors;
}

function here(exports: Record<string, Function>, [name, ...numbers]: Call): void {
  exports[name]!(...numbers);
}

function numbered(numberOf: ReadonlyMap<string, number>, [name, ...numbers]: Call): readonly number[] {
  const which = numberOf.get(name);
  if (which === undefined) throw new Error(`Pool.run: the module exports no ${name}`);
  if (numbers.length > room.numbers - 2)
    throw new Error(`Pool.run: ${name} with ${numbers.length} numbers; there is room for ${room.numbers - 2}`);
  return [which, ...numbers];
}

const isShared = (memory: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && (memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
