import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { beforeBoth, check, expectSame, size } from '../../test/same.js';

beforeBoth({ simd: false });

describe('pooling', () => {
  const shapes = fc.record({
    height: fc.integer({ min: 4, max: 9 }),
    width: fc.integer({ min: 4, max: 9 }),
    channels: size(3),
    window: size(4),
    stride: size(4),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: size(1e6),
  });

  it.each([
    ['max', tf.maxPool],
    ['average', tf.avgPool],
  ] as const)('%s pooling agrees with its gradient', async (_, pool) => {
    await check(
      fc.asyncProperty(shapes, async ({ height, width, channels, window, stride, pad, seed }) =>
        expectSame((x) => pool(x as tf.Tensor4D, window, stride, pad), [[2, height, width, channels]], seed),
      ),
      40,
    );
  });
});
