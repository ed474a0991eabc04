import { createRequire } from 'node:module';
import { InputError } from '@autoencoders/core';
import type { Mpi } from './mpi-library.js';

/** This rank, and how many there are. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
}

/** What both threads use. `worker/` lies beside `src/` and beside `dist/`. Gives a problem, if there is one. */
type Meet = (mpi: Mpi, ranks: Ranks, timeout: number) => string | undefined;
let shared: Meet | undefined;
const load = (): Meet => (createRequire(import.meta.url)('../worker/meeting.cjs') as { readonly meet: Meet }).meet;

/** Seconds, by a clock that all threads share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e9;

/** Waits until all ranks have come, and gives the seconds. Throws an `InputError` that names the ranks that have not come within `timeout` seconds. */
export function meet(mpi: Mpi, ranks: Ranks, timeout: number): number {
  const began = now();
  const problem = (shared ??= load())(mpi, ranks, timeout);
  if (problem !== undefined) throw new InputError(`mpiGroup: ${problem}`);
  return now() - began;
}
