import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mpis, unlessMpi } from '../test/mpi.js';
import { programOf, run } from '../test/ranks.js';
import type { Program } from '../test/ranks.js';
import { mpiGroup } from './index.js';

let program: Program;
beforeAll(async () => {
  program = await programOf('half');
});
afterAll(() => program.remove());

interface Training {
  readonly losses: readonly number[];
  readonly sum: number;
  readonly left: number;
}
interface Printed {
  readonly alone: Training;
  readonly captured: Training;
  readonly usual: Training;
}

describe.skipIf(mpis.length === 0)(`gradients of 16 bits${unlessMpi}`, { timeout: 120_000 }, () => {
  it.each(mpis)('with $name learn nearly what one process learns, captured or not, and every rank the same', async ({ command, args }) => {
    const { code, out, errors } = await run(command, [...args, '-n', '3', process.execPath, program.file]);
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
    const all = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Printed);
    expect(all).toHaveLength(3);
    for (const { captured, usual, alone } of all) {
      expect(captured).toEqual(all[0]!.captured);
      expect(usual).toEqual(captured);
      expect([captured.left, usual.left]).toEqual([0, 0]);
      const apart = captured.losses.map((loss, i) => Math.abs(loss / alone.losses[i]! - 1));
      // The first loss comes before any gradient was sent.
      expect(apart[0]).toBeLessThan(1e-6);
      expect(Math.max(...apart)).toBeGreaterThan(0);
      expect(Math.max(...apart)).toBeLessThan(5e-3);
      expect(alone.losses.at(-1)).toBeLessThan(0.9 * alone.losses[0]!);
    }
  });
});

it('another compression is refused', () => {
  expect(() => mpiGroup({ compression: 'float8' as never })).toThrow(
    'mpiGroup: compression must be \'float16\', or be left out, not "float8"',
  );
});
