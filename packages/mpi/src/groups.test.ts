import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Ended, Program } from '../test/ranks.js';

let program: Program;
beforeAll(async () => {
  program = await programOf('group');
});
afterAll(() => program.remove());

const node = (...args: string[]): Promise<Ended> => run(process.execPath, [program.file, ...args]);
const lines = (out: string): { rank: number }[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { rank: number })
    .toSorted((a, b) => a.rank - b.rank);

/** What rank `rank` of `size` has after the program's calls. */
const expected = (rank: number, size: number) => ({
  rank,
  size,
  sums: [(size * (size - 1)) / 2, size / 2, 5 * size * (size - 1), size, 2 * size],
  large: [(size * (size + 1)) / 2, (size * (size + 1)) / 2],
  copy: [size - 1, 1 - size].map((value) => value + 0),
});

/** The same of a group that has sums of halves. */
const expectedOfMpi = (rank: number, size: number) => ({
  ...expected(rank, size),
  half: [(size * size) / 2, size, (size * (size + 1)) / 2],
});

describe('a local group', () => {
  it.each([1, 3])('of %d sums, copies and waits', async (size) => {
    const { code, out, errors } = await node(String(size));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(lines(out)).toEqual([expected(0, size)]);
  });

  it('names the rank that was killed', async () => {
    const { code, errors } = await node('3', 'kill');
    expect(code).toBe(1);
    // Rank 0 and rank 1 say it.
    expect(errors.match(/InputError: localGroup: rank 2 has ended/g)).toHaveLength(2);
  });

  it('names the rank that is stuck, and ends it', async () => {
    const { code, errors } = await node('3', 'stop');
    expect(code).toBe(1);
    // Rank 0 and rank 2 say it.
    expect(errors.match(/InputError: localGroup: rank 1 is stuck: the others have waited for 1 second/g)).toHaveLength(2);
  });

  it('names the rank that calls something else', async () => {
    const { code, errors } = await node('2', 'differ');
    expect(code).toBe(1);
    expect(errors).toContain(
      'localGroup: rank 1 calls allReduce with 2 numbers where rank 0 calls allReduce with 5; all ranks must do the same',
    );
  });
});

describe.skipIf(mpis.length === 0)(`MPI${unlessMpi}`, () => {
  it('without mpirun is a group of one', async () => {
    const { code, out } = await node('mpi');
    expect(code).toBe(0);
    expect(lines(out)).toEqual([expectedOfMpi(0, 1)]);
  });

  it.each(mpis)('$name sums, copies and waits', async ({ command, args }) => {
    const { code, out } = await run(command, [...args, '-n', '3', process.execPath, program.file, 'mpi']);
    expect(code).toBe(0);
    expect(lines(out)).toEqual([0, 1, 2].map((rank) => expectedOfMpi(rank, 3)));
  });

  it.each(mpis)('$name ends the others when a rank is killed', async ({ command, args }) => {
    const { code } = await run(command, [...args, '-n', '3', process.execPath, program.file, 'mpi', 'kill']);
    expect(code).not.toBe(0);
  });

  it.each(mpis)('$name names the rank that is stuck', async ({ command, args }) => {
    const { code, errors } = await run(command, [...args, '-n', '3', process.execPath, program.file, 'mpi', 'stop']);
    expect(code).not.toBe(0);
    expect(errors).toContain('InputError: mpiGroup: rank 1 is stuck: the others have waited for 1 second');
  });

  it.each(mpis)('$name names the rank that has another compression', async ({ command, args }) => {
    const { code, errors } = await run(command, [...args, '-n', '2', process.execPath, program.file, 'mpi', 'unlike']);
    expect(code).not.toBe(0);
    expect(errors).toContain('InputError: mpiGroup: compression is not the same on rank 0 and on rank 1');
  });

  it.each(mpis)('$name names the rank that has another version', async ({ command, args }) => {
    const other = await programOf('group', '1.2.0-next');
    const node = (count: string, { file }: Program) => ['-n', count, process.execPath, file, 'mpi'];
    const { code, errors } = await run(command, [...args, ...node('1', program), ':', ...node('2', other)]);
    other.remove();
    expect(code).not.toBe(0);
    expect(errors).toContain(
      'mpiGroup: rank 1 has version 1.2.0-next of @autoencoders/mpi, and rank 0 has 1.0.0; install the same for all ranks',
    );
  });
});
