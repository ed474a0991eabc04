import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';

let program: Program;
beforeAll(async () => {
  program = await programOf('overlap');
});
afterAll(() => program.remove());

/** What a rank prints of a model. */
interface Printed {
  readonly name: string;
  readonly rank: number;
  readonly steps: number;
  readonly apart: number;
  readonly same: readonly boolean[];
  readonly left: readonly (readonly number[])[];
  readonly counts: readonly { readonly all: number; readonly shared: number }[];
}

const long = process.env['LONG_TESTS'] === '1';
const cases = mpis.flatMap((mpi, i) =>
  (long ? [2, 3, 4] : [4 - (i % 2)]).flatMap((ranks) =>
    (long ? [1, 2] : [2 - (i % 2)]).map((threads) => [ranks, threads, mpi.name, mpi] as const),
  ),
);

describe.skipIf(mpis.length === 0)(`sums during the backward pass${unlessMpi}`, { timeout: 300_000 }, () => {
  it.each(cases)(
    '%d ranks with %d threads of %s: the same weights, captured or not, in the background or not',
    async (ranks, threads, _, mpi) => {
      const { code, out, errors } = await run(mpi.command, [
        ...mpi.args,
        '-n',
        String(ranks),
        process.execPath,
        program.file,
        String(threads),
      ]);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      const all = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Printed);
      expect(all).toHaveLength(3 * ranks);
      for (const { name, rank, steps, apart, same, left, counts } of all) {
        expect(same, name).toEqual([true, true, true, true]);
        expect(apart, name).toBeLessThan(1e-6);
        expect(left, name).toEqual(Array(5).fill([0, 0]));
        // Two large gradients in each step, and all others in one message.
        expect(counts.map((each) => each.all)).toEqual([0, 3 * steps, 0, 3 * steps, 3 * steps]);
        // Captured steps sum them where they lie. Not so the first, and the last of each epoch, which has fewer rows. Batch norm is never captured in a group.
        const inPlace = threads === 1 || name === 'batchNorm' ? 0 : 2 * (steps - 2 - 2);
        expect(counts.map((each) => each.shared)).toEqual([0, 0, 0, inPlace, rank % 2 === 0 ? inPlace : 0]);
      }
    },
  );
});
