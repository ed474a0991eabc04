import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth({ simd: false });

describe('gather', () => {
  it('agrees along any axis, for indices of any rank', async () => {
    const shapes = fc.record({
      shape: fc.array(size(4), { minLength: 1, maxLength: 4 }),
      indices: fc.array(size(3), { minLength: 1, maxLength: 2 }),
      axis: size(4),
      seed: size(1e6),
    });
    await check(
      fc.asyncProperty(shapes, async ({ shape, indices, axis, seed }) => {
        const along = (axis - 1) % shape.length;
        const places = (): Tensor => tf.cast(tf.randomUniform(indices, 0, shape[along]!, 'float32', seed + 1), 'int32');
        await expectSame((x) => tf.gather(x!, places(), along), [shape], seed);
      }),
      40,
    );
  });

  it('of other types, and of no rows', async () => {
    await tf.setBackend('wasm');
    const rows = (x: Tensor, places: number[]): unknown => tf.tidy(() => tf.gather(x, tf.tensor1d(places, 'int32')).arraySync());
    expect(
      rows(
        tf.tensor2d(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
          'int32',
        ),
        [1, 0, 1],
      ),
    ).toEqual([
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(rows(tf.tensor1d([true, false], 'bool'), [1, 0])).toEqual([0, 1]);
    expect(rows(tf.zeros([3, 2]), [])).toEqual([]);
    expect(() => rows(tf.zeros([3, 2]), [3])).toThrow('the index value 3 is not in [0, 2]');
  });

  it('agrees with its gradient, rows taken twice or never', async () => {
    await expectSame((x) => tf.gather(x!, tf.tensor1d([3, 0, 3, 1], 'int32')), [[5, 4, 2]], 1);
  });

  it('sums segments, and leaves out ids that are none', async () => {
    await tf.setBackend('wasm');
    const sums = tf.tidy(() =>
      tf
        .unsortedSegmentSum(
          tf.tensor2d([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
          tf.tensor1d([1, -1, 1], 'int32'),
          3,
        )
        .arraySync(),
    );
    expect(sums).toEqual([
      [0, 0],
      [6, 8],
      [0, 0],
    ]);
  });
});

describe('slices', () => {
  it('agree with their gradients, of any rank', async () => {
    const axis = fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.record({ n: fc.constant(n), begin: fc.integer({ min: 0, max: n - 1 }) }))
      .chain(({ n, begin }) => fc.record({ n: fc.constant(n), begin: fc.constant(begin), length: fc.integer({ min: 1, max: n - begin }) }));
    await check(
      fc.asyncProperty(fc.array(axis, { minLength: 1, maxLength: 5 }), size(1e6), async (axes, seed) => {
        const f: Make = (x) =>
          tf.slice(
            x!,
            axes.map(({ begin }) => begin),
            axes.map(({ length }) => length),
          );
        await expectSame(f, [axes.map(({ n }) => n)], seed);
      }),
      60,
    );
  });

  it('of other types, and of nothing', async () => {
    await tf.setBackend('wasm');
    const part = (x: Tensor, begin: number[], length: number[]): unknown => tf.tidy(() => tf.slice(x, begin, length).arraySync());
    expect(
      part(
        tf.tensor2d(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [2, 3],
          'int32',
        ),
        [0, 1],
        [2, -1],
      ),
    ).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(part(tf.tensor1d([true, false, true], 'bool'), [1], [2])).toEqual([0, 1]);
    expect(part(tf.tensor1d(['a', 'b']), [1], [1])).toEqual(['b']);
    expect(part(tf.zeros([3, 2]), [1, 0], [0, 2])).toEqual([]);
  });
});
