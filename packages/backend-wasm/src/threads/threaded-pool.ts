import { countDone, failure, makeBlock, offset, place, post, room, takeFirst, waitUntilDone } from './block.js';
import type { Block } from './block.js';
import type { Call, Functions, Pool, PoolOptions } from './pool.js';
import { spawn } from './spawn.js';
import type { Thread } from './spawn.js';

export { withSharedMemory } from './shared.js';

const layout = { offset, place, room };

/** A pool of this thread and workers. Rejects if they do not start. */
export async function threadedPool(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  functions: Functions,
  size: number,
  { program, awake = 0.1, startWithin = 5000, finishWithin = 10_000 }: PoolOptions,
): Promise<Pool> {
  const names = Object.keys(functions);
  const block = makeBlock();
  const threads = await spawn({ module, memory, buffer: block.buffer, layout, names, program, awake }, size - 1, startWithin);
  return poolOf(block, threads, functions, finishWithin);
}

function poolOf(block: Block, threads: Thread[], functions: Functions, finishWithin: number): Pool {
  const exportOf = exportsOf(functions);
  const dispose = (): void => threads.splice(0).forEach(({ stop }) => stop());

  const runRow = (calls: readonly Call[]): void => {
    post(block, calls, exportOf);
    const errors = runWhatIsLeft(block, calls, functions);
    if (!waitUntilDone(block, calls.length, finishWithin)) {
      // The late call may still write to memory that is in other use by then, so the workers are stopped.
      dispose();
      const of = [...new Set(calls.map(({ name }) => name))].join(', ');
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
      if (calls.length < 2 || threads.length === 0) calls.forEach((call) => runHere(functions, call));
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
      runHere(functions, calls[i]!);
    } catch (error) {
      errors.push(error);
    }
    countDone(block);
  }
  return errors;
}

/** The number of the export that a call calls. Throws for a call that the block cannot hold. */
function exportsOf(functions: Functions): (call: Call) => number {
  const numberOf = new Map(Object.keys(functions).map((name, i) => [name, i]));
  return ({ name, numbers }) => {
    const which = numberOf.get(name);
    if (which === undefined) throw new Error(`Pool.run: there is no ${name}`);
    if (numbers.length > room.numbers - 2)
      throw new Error(`Pool.run: ${name} with ${numbers.length} numbers; there is room for ${room.numbers - 2}`);
    return which;
  };
}

/** Runs a call on this thread. */
function runHere(functions: Functions, { name, numbers }: Call): void {
  functions[name]!(...numbers);
}
