import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { topKMask } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValueOf, onWasm, size } from '../../test/same.js';

beforeBoth();

describe('the k largest of each row', () => {
  const sized = fc.record({ rows: size(9), columns: size(70), share: fc.double({ min: 0, max: 1, noNaN: true }), seed: size(1e6) });
  const kOf = ({ columns, share }: { columns: number; share: number }): number => Math.max(1, Math.round(share * columns));

  it('agree, and so do the gradients of what they keep', () =>
    check(
      fc.asyncProperty(sized, (given) =>
        expectSame((x) => tf.mul(x!, topKMask(x as Tensor2D, kOf(given))), [[given.rows, given.columns]], given.seed),
      ),
      60,
    ));

  // Not infinities: tfjs's CPU backend puts equal ones in no order.
  it('agree among equal numbers, zeros of both signs, large and small ones', () => {
    const number = fc.constantFrom(0, -0, 1, 1, -1, 1e-40, -1e-40, 3e38, -3e38, 1.0000001);
    return check(
      fc.asyncProperty(fc.array(number, { minLength: 24, maxLength: 24 }), size(8), (values, k) =>
        expectSameValueOf((x) => topKMask(x as Tensor2D, k), [{ shape: [3, 8], values }]),
      ),
      80,
    );
  });

  it('are k in number, and none of the others is larger, over a whole batch', async () => {
    await tf.setBackend('wasm');
    tf.tidy(() => {
      const x = tf.randomNormal([1, 200_000], 0, 1, 'float32', 3) as Tensor2D;
      const [values, marks] = [x.dataSync<'float32'>(), topKMask(x, 4096).dataSync()];
      const [kept, left] = [1, 0].map((mark) => values.filter((_, i) => marks[i] === mark));
      expect(kept).toHaveLength(4096);
      expect(kept!.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(left!.reduce((a, b) => Math.max(a, b)));
    });
  });

  it('are shared out among rows, where there are many', () => expectSame((x) => tf.mul(x!, topKMask(x as Tensor2D, 32)), [[128, 1568]], 5));

  it('have NaN among them, so that it is seen', async () =>
    expect(await onWasm((x) => topKMask(x as Tensor2D, 1), [{ shape: [1, 3], values: [1, NaN, 2] }])).toEqual([0, 1, 0]));
});
