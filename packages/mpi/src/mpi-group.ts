import type { Group } from '@autoencoders/core';
import { check, checkBoolean, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { findMpi, mpiProcesses } from './find-mpi.js';
import { gathered } from './gathered.js';
import { sumHalves } from './half-sums.js';
import type { Mpi } from './mpi-library.js';
import { background } from './background.js';
import { callTimes } from './call-times.js';
import { meet } from './meeting.js';
import { packed } from './packed.js';
import { checkedTimeout } from './timeout.js';
import type { TimeoutOption } from './timeout.js';
import { checkVersions } from './versions.js';
import { watchdog } from './watchdog.js';

/** Options of `mpiGroup`. */
export interface MpiOptions extends TimeoutOption {
  /** The library: a path, or a name that the system's loader finds. Default: the environment variable `AUTOENCODERS_MPI`, or else the first usual library. */
  readonly library?: string | undefined;
  /**
   * `'float16'`: training sends gradients as numbers of 16 bits, half of the bytes. Their sums then have an error of about 2⁻¹⁰, and are not made during the backward
   * pass. Losses, and sums inside of layers, keep 32 bits. For slow networks. Default: 32 bits. All ranks take the same. Word as in Horovod.
   */
  readonly compression?: 'float16' | undefined;
  /**
   * Whether large sums go on while a rank computes, by a thread of their own. Default: if the ranks are on several machines. On one machine, sums are fast, and
   * that thread would take a core from those that compute.
   */
  readonly overlap?: boolean | undefined;
}

/** A group of the processes that `mpirun` or `srun` started. */
export interface MpiGroup extends Group {
  /** What MPI says that it is: `Open MPI v4.1.4`, `MPICH 4.0.2`. */
  readonly library: string;
}

/** MPI starts once in a process. */
let started: MpiGroup | undefined;

/**
 * The group of all processes that `mpirun` or `srun` started, by the MPI of this machine. That is Open MPI, MPICH, or a library with the standard
 * binary interface of MPI 5. It is called through koffi. A process that was started without them is a group of one. MPI starts with the first call and ends with
 * `close`, after which it cannot start again in this process; a second call gives the same group. If a process ends before `close`, `mpirun`
 * ends the others. Throws an `InputError` that says what is missing: koffi or an MPI, or which rank has another version of
 * this package.
 *
 * ```ts
 * const group = mpiGroup();
 * await fit(model, images, { loss: { squaredError }, batch: 256, group });
 * if (group.rank === 0) await saveToFile('model.safetensors', model);
 * group.close();
 * ```
 */
export function mpiGroup(options: MpiOptions = {}): MpiGroup {
  checkOptions('mpiGroup', options, { library: true, compression: true, overlap: true, timeout: true });
  const { all, here } = mpiProcesses();
  const { library, compression, overlap = here < all } = options;
  check(
    library === undefined || (typeof library === 'string' && library !== ''),
    () => `mpiGroup: library must be the path or name of an MPI, not ${show(library)}`,
  );
  check(
    compression === undefined || compression === 'float16',
    () => `mpiGroup: compression must be 'float16', or be left out, not ${show(compression)}`,
  );
  checkBoolean('mpiGroup', 'overlap', overlap);
  const timeout = checkedTimeout('mpiGroup', options);
  started ??= groupOf(findMpi('mpiGroup', library), timeout, { isHalf: compression !== undefined, overlap });
  return started;
}

function groupOf(mpi: Mpi, timeout: number, { isHalf, overlap }: { readonly isHalf: boolean; readonly overlap: boolean }): MpiGroup {
  const mayOverlap = mpi.init() && overlap;
  let closed = false;
  const ranks = { rank: mpi.rank(), size: mpi.size() };
  const { timed, add, times } = callTimes();
  const watch = watchdog(timeout, ranks.size);
  const { start, settle, end } = background(mpi, { ranks, timeout, watched: watch.state, add });
  const checkOpen = (): void => check(!closed, 'mpiGroup: the group is closed, and MPI cannot start again in this process');
  /** All ranks meet, and then make a call of MPI, which blocks. */
  const call = (f: () => void): void => {
    checkOpen();
    settle();
    timed(() => {
      const waited = meet(mpi, ranks, timeout);
      watch.over(f);
      return waited;
    });
  };
  const group: MpiGroup = {
    library: mpi.name,
    ...ranks,
    allReduce: (...arrays) => call(() => packed(arrays, (values) => mpi.allReduce(values))),
    allReduceAsync: mayOverlap
      ? (array) => {
          checkOpen();
          return start(array);
        }
      : undefined,
    allReduceHalf: isHalf ? (...arrays) => call(() => sumHalves({ ...mpi, size: ranks.size }, arrays)) : undefined,
    broadcast(from, ...arrays) {
      checkInteger('broadcast', 'from', from, 0, ranks.size - 1);
      call(() => packed(arrays, (values) => mpi.broadcast(from, values)));
    },
    barrier: () => call(() => undefined),
    times,
    close() {
      if (closed) return;
      closed = true;
      settle();
      watch.over(mpi.finalize);
      end();
      watch.end();
    },
  };
  if (ranks.size > 1) {
    checkVersions('mpiGroup', group);
    checkCompression(group, isHalf);
  }
  return group;
}

/** Throws, on all ranks alike, unless all send gradients with as many bits. */
function checkCompression(group: MpiGroup, isHalf: boolean): void {
  const flags = gathered(group, Float32Array.of(Number(isHalf)));
  const other = flags.findIndex((flag) => flag !== flags[0]);
  check(other < 0, () => `mpiGroup: compression is not the same on rank 0 and on rank ${other}`);
}
