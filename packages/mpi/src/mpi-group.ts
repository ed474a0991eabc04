import type { Group } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { findMpi } from './find-mpi.js';
import type { Mpi } from './mpi-library.js';
import { packed } from './packed.js';

/** Options of `mpiGroup`. */
export interface MpiOptions {
  /** The library: a path, or a name that the system's loader finds. Default: the environment variable `AUTOENCODERS_MPI`, or else the first usual library. */
  readonly library?: string | undefined;
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
 * ends the others. Throws an `InputError` that says what is missing: koffi or an MPI.
 *
 * ```ts
 * const group = mpiGroup();
 * await fit(model, images, { loss: { squaredError }, batch: 256, group });
 * if (group.rank === 0) await saveToFile('model.safetensors', model);
 * group.close();
 * ```
 */
export function mpiGroup(options: MpiOptions = {}): MpiGroup {
  checkOptions('mpiGroup', options, { library: true });
  const { library } = options;
  check(
    library === undefined || (typeof library === 'string' && library !== ''),
    () => `mpiGroup: library must be the path or name of an MPI, not ${show(library)}`,
  );
  started ??= groupOf(findMpi('mpiGroup', library));
  return started;
}

function groupOf(mpi: Mpi): MpiGroup {
  mpi.init();
  let closed = false;
  const open =
    <A extends readonly unknown[]>(f: (...given: A) => void) =>
    (...given: A): void => {
      check(!closed, 'mpiGroup: the group is closed, and MPI cannot start again in this process');
      f(...given);
    };
  const size = mpi.size();
  return {
    library: mpi.name,
    rank: mpi.rank(),
    size,
    allReduce: open((...arrays) => packed(arrays, mpi.allReduce)),
    broadcast: open((from, ...arrays) => {
      checkInteger('broadcast', 'from', from, 0, size - 1);
      packed(arrays, (values) => mpi.broadcast(from, values));
    }),
    barrier: open(mpi.barrier),
    close() {
      if (!closed) mpi.finalize();
      closed = true;
    },
  };
}
