import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';

/*
 * Options of training for slow networks: weights that are averaged every k steps, gradients that are accumulated, batch norm of each rank. With
 * LONG_TESTS=1 with 2 and 4 ranks of each kind.
 */
const long = process.env['LONG_TESTS'] === '1';
const timeout = 300_000;
let program: Program;
type Found = Readonly<Record<string, any>>;

async function tried(name: string, ranks: string, command: string, args: readonly string[], cases: readonly string[] = []): Promise<Found> {
  const file = join(program.file, `../../out/${name}.json`);
  const { code, errors } = await run(command, [...args, program.file, ranks, file, ...cases]);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(readFileSync(file, 'utf8')) as Found;
}

beforeAll(async () => void (program = await programOf('slow-network')), timeout);
afterAll(() => program.remove());

const cases = ['sgd', 'adam', 'sums', 'batchNorm', 'everything', 'faults', 'resume'];
const same = { apart: 0, left: 0 };
const nearly = (value: number) => expect.toSatisfy((found: number) => found < value);

function expectRight(found: Found, ranks: number): void {
  // A round is the mean of what the ranks learn by themselves.
  expect(found['sgd']).toEqual({ ...same, far: nearly(1e-6) });
  expect(found['adam']).toEqual({ ...same, far: nearly(1e-6) });
  const { none, each, accumulated, averaged, synchronized, ofRanks } = found['sums'];
  // Six batches: six sums, two, and two rounds with losses and weights. Batch norm needs four more in each step, and one where ranks have their own.
  expect([each - none, accumulated - none, averaged - none, synchronized - none, ofRanks - none]).toEqual([6, 2, 4, 30, 12]);
  expect(found['batchNorm']).toEqual({ ...same, far: nearly(1e-5), statistics: nearly(1e-6) });
  expect(found['everything']).toMatchObject({ ...same, finite: true, losses: 0 });
  // The ranks leave out the round with the bad batch, or all stop.
  expect(found['faults']).toEqual({ ...same, skipped: 1, finite: true, far: 0, stopped: Array(ranks).fill(1) });
  // Only after averages, and at the end of an epoch.
  expect(found['resume']).toEqual({ ...same, positions: [2, 4, 6, 8], far: 0, losses: 0 });
}

it.each(long ? [2, 4] : [2])('%d processes of a local group', { timeout }, async (ranks) => {
  expectRight(await tried(`local-${ranks}`, String(ranks), process.execPath, [], cases), ranks);
});

describe.skipIf(mpis.length === 0)(`MPI${unlessMpi}`, { timeout }, () => {
  it.each(long ? mpis.flatMap((mpi) => [2, 4].map((ranks) => ({ ...mpi, ranks }))) : [{ ...mpis[0]!, ranks: 4 }])(
    '$ranks ranks of $name',
    async ({ name, command, args, ranks }) => {
      expectRight(await tried(`${name}-${ranks}`, 'mpi', command, [...args, '-n', String(ranks), process.execPath], cases), ranks);
    },
  );
});

it('2 and 4 ranks that average every 8 steps reach nearly the loss of one process on digits', { timeout }, async () => {
  const lossOf = async (ranks: number): Promise<number> =>
    (await tried(`digits-${ranks}`, String(ranks), process.execPath, [], ['digits']))['digits'].loss;
  const alone = await lossOf(1);
  for (const ranks of [2, 4]) expect((await lossOf(ranks)) / alone).toBeLessThan(1.05);
});
