import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Ends this process if a call of MPI blocks for too long, as it does where a rank or the network is gone in the middle of a sum. */
export interface Watchdog {
  /** Makes a call that blocks. */
  readonly over: (call: () => void) => void;
  /** What it watches: a number that is 0 between calls, otherwise another for each call. Undefined if it does not. */
  readonly state: Int32Array | undefined;
  readonly end: () => void;
}

/** `worker/` lies beside `src/` and beside `dist/`. */
const script = fileURLToPath(new URL('../worker/watchdog.cjs', import.meta.url));

export function watchdog(timeout: number, size: number): Watchdog {
  if (timeout === Infinity || size === 1) return { over: (call) => call(), state: undefined, end: () => undefined };
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(script, { workerData: { state, timeout } });
  worker.unref();
  let calls = 0;
  return {
    over(call) {
      calls = (calls % 0x7fffffff) + 1;
      Atomics.store(state, 0, calls);
      call();
      Atomics.store(state, 0, 0);
    },
    state,
    end: () => void worker.terminate(),
  };
}
