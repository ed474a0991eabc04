import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { InputError } from '@autoencoders/core';
import type { Work } from '@autoencoders/core';
import type { CallTimes } from './call-times.js';
import { now } from './meeting.js';
import type { Ranks } from './meeting.js';
import type { Mpi } from './mpi-library.js';

/*
 * Sums that go on while this thread computes: another thread makes the calls of MPI, which block. MPI_Iallreduce would go on only while somebody
 * calls MPI. Only one thread calls MPI at a time: this one when all sums that it asked for are done.
 */

/** Sums in the background. */
export interface Background {
  readonly start: (array: Float32Array) => Work;
  /** Waits for all sums that go on. Throws an `InputError` if one failed, also later. */
  readonly settle: () => void;
  readonly end: () => void;
}

/** Places of 32-bit words: how many sums were asked for, how many are done, whether this thread waits, the length of a problem's text. */
const place = { asked: 0, done: 1, waits: 2, failed: 3, slots: 16 } as const;
/** How many sums may go on. Each has four numbers: the address, the count, when all ranks had come, and when it was done. */
const SLOTS = 64;
const ROOM = { state: place.slots + SLOTS * 32, text: 1024 } as const;

/** `worker/` lies beside `src/` and beside `dist/`. */
const script = fileURLToPath(new URL('../worker/sums.cjs', import.meta.url));

/** The other thread starts with the first sum. `watched` is the state of the watchdog, `add` counts times. */
export function background(
  { path, handles, addressOf }: Pick<Mpi, 'path' | 'handles' | 'addressOf'>,
  { ranks, timeout, watched, add }: { ranks: Ranks; timeout: number; watched: Int32Array | undefined; add: CallTimes['add'] },
): Background {
  const [state, text] = [new SharedArrayBuffer(ROOM.state), new SharedArrayBuffer(ROOM.text)];
  const words = new Int32Array(state, 0, place.slots / 4);
  const slots = new Float64Array(state, place.slots);
  let worker: Worker | undefined;
  let [asked, settled] = [0, 0];
  /** The arrays must live as long as MPI may write into them. */
  const held = new Map<number, Float32Array>();
  const slotOf = (sum: number): Float64Array => slots.subarray(4 * ((sum >>> 0) % SLOTS));

  /** Waits for the oldest sum that goes on. */
  const settleOne = (): void => {
    const from = now();
    Atomics.store(words, place.waits, 1);
    while (Atomics.load(words, place.done) === settled) Atomics.wait(words, place.done, settled);
    Atomics.store(words, place.waits, 0);
    const length = Atomics.load(words, place.failed);
    if (length > 0) throw new InputError(`mpiGroup: ${Buffer.from(new Uint8Array(text, 0, length)).toString()}`);
    const [, , met, done] = slotOf(settled) as unknown as [number, number, number, number];
    held.delete(settled);
    settled = (settled + 1) | 0;
    const until = now();
    const hidden = Math.max(0, Math.min(done, from) - met);
    add({ waiting: Math.max(0, met - from), communication: until - Math.max(met, from), hidden });
  };
  const settleTo = (sum: number): void => {
    for (let left = (sum - settled) | 0; left > 0; left--) settleOne();
  };
  return {
    start(array) {
      worker ??= started({ path, handles, ranks, timeout, place, slots: SLOTS, state, text, watched });
      if (((asked - settled) | 0) === SLOTS) settleOne();
      slotOf(asked).set([Number(addressOf(array)), array.length]);
      held.set(asked, array);
      asked = (asked + 1) | 0;
      Atomics.store(words, place.asked, asked);
      Atomics.notify(words, place.asked);
      const own = asked;
      return { wait: () => settleTo(own) };
    },
    settle: () => settleTo(asked),
    end: () => void worker?.terminate(),
  };
}

function started(workerData: object): Worker {
  const worker = new Worker(script, { workerData });
  // Whoever forgets `close` must not wait for ever.
  worker.unref();
  return worker;
}
