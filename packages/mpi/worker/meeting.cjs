'use strict';

/*
 * Every call of an MPI group begins with a meeting: it waits until all ranks have made the call. That tells how long a rank waits and how long it
 * sends, and it ends where a rank is stuck. MPI itself would wait for ever.
 */

/** After so many seconds, a rank that waits sleeps between its looks, so that others can have its core. */
const AWAKE = 0.002;
const NAP_MS = 0.1;
/** So many seconds lie between two looks for the signs of other ranks. */
const LOOK = 0.5;
/** For so many seconds, a rank whose time is over collects the signs of the others that wait. */
const ROLL_CALL = 3;

const clock = new Int32Array(new SharedArrayBuffer(4));
const nap = () => void Atomics.wait(clock, 0, 0, NAP_MS);
/** Seconds, by a clock that all threads share. */
const now = () => Number(process.hrtime.bigint()) / 1e9;

/**
 * Waits until all ranks have come. Gives the problem if some have not come within `timeout` seconds. The first rank whose time is over sends a sign to
 * all others. Those that wait answer with theirs. Who gives no sign is stuck. While `mayNap`, it sleeps between its looks from the beginning.
 */
function meet(mpi, { rank, size }, timeout, mayNap = () => false) {
  const others = Array.from({ length: size }, (_, other) => other).filter((other) => other !== rank);
  const haveAllCome = mpi.barrier();
  const began = now();
  for (let looked = began; !haveAllCome();) {
    const time = now();
    if (time - began < AWAKE && !mayNap()) continue;
    nap();
    if (time - looked < LOOK) continue;
    looked = time;
    if (time - began > timeout || others.some((other) => mpi.isSignalled(other))) return problem(rollCall(mpi, others), timeout);
  }
  return undefined;
}

/** The ranks that give no sign. */
function rollCall(mpi, others) {
  for (const other of others) mpi.signal(other);
  let silent = others;
  for (const until = now() + ROLL_CALL; silent.length > 0 && now() < until; nap())
    silent = silent.filter((other) => !mpi.isSignalled(other));
  return silent;
}

function problem(silent, timeout) {
  const seconds = `${timeout} ${timeout === 1 ? 'second' : 'seconds'}`;
  return silent.length === 0
    ? `the ranks have waited for ${seconds}, and the network does not bring them together`
    : `rank ${silent.join(', rank ')} is stuck: the others have waited for ${seconds}`;
}

module.exports = { meet, now };
