import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';

/*
 * A training that was left after some steps goes on with another number of ranks, from checkpoints that only rank 0 has. With LONG_TESTS=1 from and
 * to more numbers.
 */
const long = process.env['LONG_TESTS'] === '1';
let program: Program;
const whole = new Map<string, readonly number[]>();
const out = (name: string): string => join(program.file, '../../out', name);

/** Trains in a number of processes, or in those that `mpirun` starts. Gives the losses of the epochs, if the training has ended. */
async function trained(name: string, call: string, ranks: number, steps: number, mpi?: (typeof mpis)[number]): Promise<readonly number[]> {
  const file = out(`${name}.json`);
  const given = [program.file, mpi ? 'mpi' : String(ranks), file, out(`${name}-checkpoints`), call, String(steps)];
  const [command, args] = mpi ? [mpi.command, [...mpi.args, '-n', String(ranks), process.execPath, ...given]] : [process.execPath, given];
  const { code, errors } = await run(command, args);
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(readFileSync(file, 'utf8')) as readonly number[];
}

beforeAll(async () => {
  program = await programOf('resume');
  for (const call of ['fit', 'pretrain']) whole.set(call, await trained(`whole-${call}`, call, 1, 0));
}, 120_000);
afterAll(() => program.remove());

function expectWhole(call: string, losses: readonly number[]): void {
  const expected = whole.get(call)!;
  expect(losses).toHaveLength(expected.length);
  expect(Math.max(...losses.map((loss, i) => Math.abs(loss / expected[i]! - 1)))).toBeLessThan(1e-6);
}

describe('a training that was left goes on', { timeout: 120_000 }, () => {
  const some = [
    ['fit', 3, 4],
    ['pretrain', 3, 2],
  ] as const;
  const more = [
    ['fit', 1, 3],
    ['fit', 4, 3],
    ['fit', 4, 1],
  ] as const;
  it.each(long ? [...some, ...more] : some)('%s in %d processes, then in %d', async (call, first, then) => {
    const name = `${call}-${first}-${then}`;
    // In the second level of a stack, or in the middle of an epoch.
    await trained(name, call, first, call === 'fit' ? 7 : 18);
    expectWhole(call, await trained(name, call, then, 0));
  });
});

describe('a training on parts of the data', { timeout: 120_000 }, () => {
  it('goes on with the same parts, to the last bit, and with no others', async () => {
    const expected = await trained('sharded', 'sharded', 3, 0);
    await trained('sharded-left', 'sharded', 3, 7);
    const given = [program.file, '2', out('other.json'), out('sharded-left-checkpoints'), 'sharded', '0'];
    const { code, errors } = await run(process.execPath, given);
    expect(code).not.toBe(0);
    expect(errors).toContain(
      'fit: resume: the examples of data are in other parts for the ranks than when the checkpoint was made; start as many ranks with the same parts, or go on with these by checkData: false',
    );
    expect(await trained('sharded-left', 'sharded', 3, 0)).toEqual(expected);
  });
});

describe.skipIf(mpis.length === 0)(`MPI${unlessMpi}`, { timeout: 120_000 }, () => {
  it.each(long ? mpis : mpis.slice(-1))('two ranks of $name, then three', async (mpi) => {
    await trained(mpi.name, 'fit', 2, 6, mpi);
    expectWhole('fit', await trained(mpi.name, 'fit', 3, 0, mpi));
  });
});
