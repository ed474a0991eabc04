import type { Worker } from 'node:worker_threads';
import { InputError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { check, checkInteger } from '@autoencoders/core/operations';
import { callTimes } from './call-times.js';
import { packed } from './packed.js';

/** What a call asks the thread with the sockets for, as in `worker/sockets.cjs`. */
const [SUM, COPY, WAIT] = [2, 3, 4];

/** The calls of a group whose sockets are on a thread of their own. This thread waits until that one has the answer. */
export function callsOf({ rank, size }: Pick<Group, 'rank' | 'size'>, worker: Worker, left: () => void): Group {
  // Whoever forgets `close` must not wait for ever.
  worker.unref();
  const state = new Int32Array(new SharedArrayBuffer(12));
  const text = new Uint8Array(new SharedArrayBuffer(1024));
  let shared = new Float32Array(new SharedArrayBuffer(4));
  let closed = false;
  const { timed, times } = callTimes();
  /** Gives the seconds that it waited for the last rank. */
  const ask = (kind: number, from: number, given: Float32Array): number => {
    check(!closed, 'localGroup: the group is closed');
    if (size === 1) return 0;
    if (shared.length < given.length) shared = new Float32Array(new SharedArrayBuffer(4 * given.length));
    const values = shared.subarray(0, given.length);
    values.set(given);
    Atomics.store(state, 0, 0);
    worker.postMessage({ kind, from, values, state, text });
    // Again, since the other thread may wake this one late, for the call before.
    while (Atomics.load(state, 0) === 0) Atomics.wait(state, 0, 0);
    if (state[0] === 2) throw new InputError(`localGroup: ${new TextDecoder().decode(text.slice(0, state[1]))}`);
    given.set(values);
    return state[2]! / 1e6;
  };
  const call = (kind: number, from: number, ...arrays: readonly Float32Array[]): void => {
    let waited = 0;
    timed(() => {
      packed(arrays, (values) => (waited = ask(kind, from, values)));
      return waited;
    });
  };
  return {
    rank,
    size,
    allReduce: (...arrays) => call(SUM, 0, ...arrays),
    broadcast(from, ...arrays) {
      checkInteger('broadcast', 'from', from, 0, size - 1);
      call(COPY, from, ...arrays);
    },
    barrier: () => call(WAIT, 0, new Float32Array(0)),
    times,
    close() {
      if (!closed) worker.postMessage({ close: true });
      closed = true;
      left();
    },
  };
}
