import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeData } from '../steps/data.js';
import { measure } from '../steps/rounds.js';
import { difference } from '../steps/statistics.js';
import { models } from '../steps/tasks.js';
import { findPythons, programs } from './programs.js';

const folder = mkdtempSync(join(tmpdir(), 'bench-group-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { torch, mpi4py } = findPythons();
const isHere = mpi4py !== undefined && spawnSync('mpirun.openmpi', ['--version']).status === 0;
const unless = isHere ? '' : ' (skipped: this machine has no Open MPI, or no Python with PyTorch and mpi4py)';

test.skipIf(!isHere)(`two ranks of PyTorch have the losses of one${unless}`, { timeout: 120_000 }, async () => {
  const task = { ...models[0]!, batch: 30 };
  writeData(
    folder,
    Float32Array.from({ length: 60 * 784 }, (_, i) => (i % 7) / 7),
    [task],
  );
  const both = programs(folder, { blas: false, torch, mpi4py }).filter(({ engine }) => engine === 'PyTorch');
  const measured = await measure(task, both, folder, { rounds: 1, ms: 1, warmUp: { steps: 4, ms: 1e9 } });
  const [one, two] = measured.map(({ ready }) => ready.losses);
  expect(one).toHaveLength(4);
  expect(new Set(one).size).toBe(4);
  expect(difference(one!, two!)).toBeLessThan(1e-5);
  expect(measured[1]!.rounds[0]!.ranks).toEqual({ waiting: expect.any(Number), communication: expect.any(Number), sent: null });
});
