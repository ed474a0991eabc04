'use strict';

const { workerData } = require('node:worker_threads');
const koffi = require('./koffi.cjs');
const { meet, now } = require('./meeting.cjs');
const { functionsOf } = require('./mpi.cjs');

/*
 * Makes the sums that go on while the other thread computes. The other thread calls MPI only when all sums that it asked for are done.
 * src/background.ts has the places of the words and the slots.
 */

const { path, handles, ranks, timeout, place, slots, state, text, watched } = workerData;
const words = new Int32Array(state);
const slotsOf = new Float64Array(state, place.slots);

/** Tells the other thread, which may wait. */
function tell(word, value) {
  Atomics.store(words, word, value);
  Atomics.notify(words, word);
}

function fail(problem) {
  Atomics.store(words, place.failed, Buffer.from(text).write(problem));
  // The other thread waits for this word.
  Atomics.add(words, place.done, 1);
  Atomics.notify(words, place.done);
}

function serve() {
  const mpi = functionsOf(koffi.load(path), handles);
  for (let done = 0; ; done = (done + 1) | 0) {
    while (Atomics.load(words, place.asked) === done) Atomics.wait(words, place.asked, done);
    const slot = slotsOf.subarray(4 * ((done >>> 0) % slots));
    const [address, count] = slot;
    // While the other thread computes, it should have the core.
    const problem = meet(mpi, ranks, timeout, () => Atomics.load(words, place.waits) === 0);
    if (problem) return fail(problem);
    slot[2] = now();
    // The watchdog looks whether a number stays. Those of the other thread are positive.
    if (watched) Atomics.store(watched, 0, -1 - (done & 0x3fffffff));
    mpi.allReduce(BigInt(address), count);
    if (watched) Atomics.store(watched, 0, 0);
    slot[3] = now();
    tell(place.done, (done + 1) | 0);
  }
}

try {
  serve();
} catch (error) {
  fail(error.message);
}
