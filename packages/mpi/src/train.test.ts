import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';

/*
 * Several ranks give the losses of one process with the same batch. 50 examples in batches of 16, so that the last batch has fewer rows than
 * there are ranks. With LONG_TESTS=1 over 200 steps, with 2, 3 and 4 ranks of each kind.
 */
const long = process.env['LONG_TESTS'] === '1';
const timeout = long ? 3_600_000 : 300_000;
let program: Program;
let alone: Losses;
type Losses = Readonly<Record<string, readonly number[]>>;

/** Trains each variant for some steps, and gives all losses of rank 0. */
async function trained(name: string, ranks: string, command: string, args: readonly string[]): Promise<Losses> {
  const file = join(program.file, `../../out/${name}.json`);
  const { code, errors } = await run(command, [...args, program.file, ranks, file, 'wasm', long ? '200' : '12']);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(readFileSync(file, 'utf8')) as Losses;
}

beforeAll(async () => {
  program = await programOf('train');
  alone = await trained('alone', '1', process.execPath, []);
}, timeout);
afterAll(() => program.remove());

/** The largest relative difference of each variant's losses. */
const apart = (found: Losses): Record<string, number> =>
  Object.fromEntries(
    Object.entries(alone).map(([name, losses]) => {
      expect(found[name]).toHaveLength(losses.length);
      return [name, Math.max(...losses.map((loss, i) => Math.abs(found[name]![i]! / loss - 1)))];
    }),
  );

const expectAlike = (found: Losses): void => {
  for (const [name, most] of Object.entries(apart(found))) expect(most, name).toBeLessThan(1e-6);
};

it.each(long ? [2, 3, 4] : [3])('%d processes of a local group train every variant as one does', { timeout }, async (ranks) => {
  expect(Object.keys(alone)).toHaveLength(11);
  expectAlike(await trained(`local-${ranks}`, String(ranks), process.execPath, []));
});

describe.skipIf(mpis.length === 0)(`MPI${unlessMpi}`, { timeout }, () => {
  const cases = mpis.flatMap((mpi, i) => (long ? [2, 3, 4] : [3 + (i % 2)]).map((ranks) => ({ ...mpi, ranks })));
  it.each(cases)('$ranks ranks of $name train every variant as one process does', async ({ name, command, args, ranks }) => {
    expectAlike(await trained(`${name}-${ranks}`, 'mpi', command, [...args, '-n', String(ranks), process.execPath]));
  });
});
