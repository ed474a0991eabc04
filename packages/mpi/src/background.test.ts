import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Ended, Program } from '../test/ranks.js';

let program: Program;
beforeAll(async () => {
  program = await programOf('async');
});
afterAll(() => program.remove());

const ranksOf = ({ command, args }: (typeof mpis)[number], ranks: number, ...task: string[]): Promise<Ended> =>
  run(command, [...args, '-n', String(ranks), process.execPath, program.file, ...task]);

describe.skipIf(mpis.length === 0)(`sums in the background${unlessMpi}`, { timeout: 60_000 }, () => {
  it.each(mpis.flatMap((mpi) => [2, 3, 4].map((ranks) => [ranks, mpi.name, mpi] as const)))(
    'of %d ranks of %s are those of allReduce, to the last bit',
    async (ranks, _, mpi) => {
      const { code, out, errors } = await ranksOf(mpi, ranks);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      const found = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { rank: number })
        .toSorted((a, b) => a.rank - b.rank);
      const sum = (ranks * (ranks - 1)) / 2;
      expect(found).toEqual(
        Array.from({ length: ranks }, (_, rank) => ({
          rank,
          same: Array(6).fill(true),
          small: sum,
          copy: ranks - 1,
          right: true,
          times: true,
        })),
      );
    },
  );

  it.each(mpis)('$name ends the others when a rank is killed', async (mpi) => {
    expect((await ranksOf(mpi, 3, 'kill')).code).not.toBe(0);
  });

  it.each(mpis)('$name names the rank that is stuck', async (mpi) => {
    const { code, errors } = await ranksOf(mpi, 3, 'stop');
    expect(code).not.toBe(0);
    expect(errors).toContain('InputError: mpiGroup: rank 2 is stuck: the others have waited for 1 second');
  });
});
