import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Ends this process if a call of MPI blocks for too long, as it does where a rank or the network is gone in the middle of a sum. */
export interface Watchdog {
  /** Makes a call that blocks. */
  readonly over: (call: () => void) => void;
  readonly end: () => void;
}

/** `worker/` lies beside `src/` and beside `dist/`. */
const script = fileURLToPath(new URL('../worker/watchdog.cjs', import.meta.url));

export function watchdog(timeout: number, size: number): Watchdog {
  if (timeout === Infinity || size === 1) return { over: (call) => call(), end: () => undefined };
  // 0 between calls, otherwise the number of the call.
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
    end: () => void worker.terminate(),
  };
}
