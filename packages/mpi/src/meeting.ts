import { InputError } from '@autoencoders/core';
import type { Mpi } from './mpi-library.js';
import { secondsText } from './timeout.js';

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
const nap = (): void => void Atomics.wait(clock, 0, 0, NAP_MS);
const now = (): number => performance.now() / 1000;

/**
 * Waits until all ranks have come, and gives the seconds. Throws an `InputError` that names the ranks that have not come within `timeout` seconds. The first rank
 * whose time is over sends a sign to all others. Those that wait answer with theirs. Who gives no sign is stuck.
 */
export function meet(mpi: Mpi, { rank, size }: { readonly rank: number; readonly size: number }, timeout: number): number {
  const others = Array.from({ length: size }, (_, other) => other).filter((other) => other !== rank);
  const haveAllCome = mpi.barrier();
  const began = now();
  for (let looked = began; !haveAllCome();) {
    const time = now();
    if (time - began < AWAKE) continue;
    nap();
    if (time - looked < LOOK) continue;
    looked = time;
    if (time - began > timeout || others.some((other) => mpi.isSignalled(other))) throw problem(rollCall(mpi, others), timeout);
  }
  return now() - began;
}

/** The ranks that give no sign. */
function rollCall(mpi: Mpi, others: readonly number[]): readonly number[] {
  for (const other of others) mpi.signal(other);
  let silent = others;
  for (const until = now() + ROLL_CALL; silent.length > 0 && now() < until; nap())
    silent = silent.filter((other) => !mpi.isSignalled(other));
  return silent;
}

const problem = (silent: readonly number[], timeout: number): InputError =>
  new InputError(
    silent.length === 0
      ? `mpiGroup: the ranks have waited for ${secondsText(timeout)}, and the network does not bring them together`
      : `mpiGroup: rank ${silent.join(', rank ')} is stuck: the others have waited for ${secondsText(timeout)}`,
  );
