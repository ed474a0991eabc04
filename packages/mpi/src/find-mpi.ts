import { InputError } from '@autoencoders/core';
import { loadKoffi } from './koffi.js';
import type { Koffi } from './koffi.js';
import { loadMpi } from './mpi-library.js';
import type { Mpi } from './mpi-library.js';

/* Where to look for an MPI. We tested Linux only. The names for macOS come from the documentation of the libraries. */

const STANDARD = { linux: ['libmpi_abi.so.1', 'libmpi_abi.so.0', 'libmpi_abi.so'], darwin: ['libmpi_abi.dylib'] };
const OPEN_MPI = { linux: ['libmpi.so.40', 'libmpi.so.80'], darwin: ['/opt/homebrew/opt/open-mpi/lib/libmpi.dylib'] };
const MPICH = { linux: ['libmpich.so.12', 'libmpi.so.12'], darwin: ['/opt/homebrew/opt/mpich/lib/libmpi.dylib'] };
const ANY = { linux: ['libmpi.so'], darwin: ['libmpi.dylib'] };

const { env } = process;

/** The variables that each MPI sets in the processes that it starts. */
const startedByOpenMpi = (): boolean => env['OMPI_COMM_WORLD_SIZE'] !== undefined;
const startedByMpich = (): boolean => env['PMI_SIZE'] !== undefined || env['PMI_RANK'] !== undefined;

/**
 * How many processes `mpirun` or `srun` started, by the environment alone, on all machines and on this one. 1 without them. It needs no MPI, and
 * does not start it.
 */
export function mpiProcesses(): { readonly all: number; readonly here: number } {
  const slurm = env['PMIX_RANK'] === undefined ? undefined : env['SLURM_NTASKS'];
  const all = Number(env['OMPI_COMM_WORLD_SIZE'] ?? env['PMI_SIZE'] ?? slurm ?? 1);
  return { all, here: Number(env['OMPI_COMM_WORLD_LOCAL_SIZE'] ?? env['MPI_LOCALNRANKS'] ?? tasksHere() ?? all) };
}

/** How many tasks Slurm started on this node. It writes those of all nodes as `2(x3),1`: two on each of three nodes, one on the last. */
function tasksHere(): number | undefined {
  const [nodes, node] = [env['SLURM_STEP_TASKS_PER_NODE'], env['SLURM_NODEID']];
  if (nodes === undefined || node === undefined) return undefined;
  const counts = nodes.split(',').flatMap((some) => {
    const [, count, times = '1'] = /^(\d+)(?:\(x(\d+)\))?$/.exec(some) ?? [];
    return Array<number>(Number(times)).fill(Number(count));
  });
  return counts[Number(node)] || undefined;
}

/** The libraries to try on a platform: the named one, or all usual ones. The one whose `mpirun` started this process comes first. */
export function candidates(named: string | undefined, platform: NodeJS.Platform = process.platform): readonly string[] {
  if (named !== undefined) return [named];
  if (platform !== 'linux' && platform !== 'darwin') return [];
  const order = startedByMpich() && !startedByOpenMpi() ? [STANDARD, MPICH, OPEN_MPI, ANY] : [STANDARD, OPEN_MPI, MPICH, ANY];
  return order.flatMap((names) => names[platform]);
}

const ADVICE =
  'install one (Debian, Ubuntu: apt-get install openmpi-bin or mpich; Fedora: dnf install openmpi; macOS: brew install open-mpi), or name a library by AUTOENCODERS_MPI';

/**
 * The MPI of this machine. Throws an `InputError` that says what is missing: koffi or an MPI.
 *
 * @param named A path, or a name that the system's loader finds. Default: the environment variable `AUTOENCODERS_MPI`, or else the first that loads.
 */
export function findMpi(call: string, named: string | undefined = env['AUTOENCODERS_MPI'] || undefined): Mpi {
  let koffi: Koffi;
  try {
    koffi = loadKoffi();
  } catch (error) {
    const name = `@koromix/koffi-${process.platform}-${process.arch}`;
    throw new InputError(`${call}: the optional package ${name} does not load (${firstLine(error as Error)}); it calls the machine's MPI`);
  }
  const failures: string[] = [];
  for (const path of candidates(named))
    try {
      return loadMpi(koffi, path);
    } catch (error) {
      failures.push(firstLine(error as Error));
    }
  throw new InputError(
    named === undefined
      ? `${call}: there is no MPI on this machine; ${ADVICE}`
      : `${call}: ${named} is no MPI that works here (${failures[0]}); ${ADVICE}`,
  );
}

const firstLine = ({ message }: Error): string => message.split('\n')[0]!.trim();

/** The MPI of this machine: what it says that it is, and the path or name by which it was loaded. Undefined if there is none. */
export function mpiLibrary(): Pick<Mpi, 'name' | 'path'> | undefined {
  try {
    const { name, path } = findMpi('mpiLibrary');
    return { name, path };
  } catch {
    return undefined;
  }
}
