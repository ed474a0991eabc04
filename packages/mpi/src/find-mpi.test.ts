import { afterEach, expect, test, vi } from 'vitest';
import { mpiProcesses } from './index.js';

afterEach(() => void vi.unstubAllEnvs());

test.each([
  [{}, { all: 1, here: 1 }],
  [
    { OMPI_COMM_WORLD_SIZE: '8', OMPI_COMM_WORLD_LOCAL_SIZE: '4' },
    { all: 8, here: 4 },
  ],
  [
    { PMI_SIZE: '6', MPI_LOCALNRANKS: '2' },
    { all: 6, here: 2 },
  ],
  [
    { PMIX_RANK: '0', SLURM_NTASKS: '7', SLURM_STEP_TASKS_PER_NODE: '2(x3),1', SLURM_NODEID: '2' },
    { all: 7, here: 2 },
  ],
  [
    { PMIX_RANK: '0', SLURM_NTASKS: '7', SLURM_STEP_TASKS_PER_NODE: '2(x3),1', SLURM_NODEID: '3' },
    { all: 7, here: 1 },
  ],
  [
    { PMIX_RANK: '0', SLURM_NTASKS: '4', SLURM_STEP_TASKS_PER_NODE: 'unknown', SLURM_NODEID: '0' },
    { all: 4, here: 4 },
  ],
  // A job of one task that no MPI started.
  [{ SLURM_NTASKS: '4' }, { all: 1, here: 1 }],
])('%j are %j processes', (env, expected) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(mpiProcesses()).toEqual(expected);
});
