import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Each MPI of this machine by its `mpirun`, with the arguments that run several processes on few processors, also as root. */
const known = [
  { name: 'Open MPI', command: 'mpirun.openmpi', args: ['--allow-run-as-root', '--oversubscribe'] },
  { name: 'MPICH', command: 'mpirun.mpich', args: [] },
] as const;

const isThere = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** The MPIs that tests use. What needs them is skipped where they are missing, unless REQUIRE_MPI is set. */
export const mpis: readonly (typeof known)[number][] = known.filter(({ command }) => isThere(command));

if (mpis.length < known.length && process.env['REQUIRE_MPI'])
  throw new Error('REQUIRE_MPI is set, and Open MPI or MPICH is missing on this machine');

/** What the title of a test says where it is skipped. */
export const unlessMpi: string = mpis.length > 0 ? '' : ' (skipped: this machine has no MPI; Debian: apt-get install openmpi-bin mpich)';
