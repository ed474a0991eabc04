import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth({ simd: false });

describe('convolutions', () => {
  const shapes = fc.record({
    batch: size(3),
    height: fc.integer({ min: 4, max: 11 }),
    width: fc.integer({ min: 4, max: 11 }),
    inner: size(10),
    outer: size(9),
    rows: size(4),
    columns: size(4),
    stride: size(3),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: size(1e6),
  });

  it('agree with their gradients, at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) =>
        expectSame(
          (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
          [
            [batch, height, width, inner],
            [rows, columns, inner, outer],
          ],
          seed,
        ),
      ),
      60,
    );
  });

  it('agree with explicit padding, also larger than the kernel', async () => {
    await check(
      fc.asyncProperty(shapes, fc.integer({ min: 0, max: 4 }), async ({ batch, height, width, inner, outer, rows, stride, seed }, pad) => {
        const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, 'NHWC', 1, 'floor');
        // Square: given a number to pad by, tfjs takes the filter's height for its width, too.
        await expectSame(
          f,
          [
            [batch, height, width, inner],
            [rows, rows, inner, outer],
          ],
          seed,
        );
      }),
      40,
    );
  });

  it('fused with bias and activation, agree at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) => {
        const f: Make = (x, w, b) =>
          tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: stride, pad, bias: b!, activation: 'relu' }) as Tensor;
        await expectSame(f, [[batch, height, width, inner], [rows, columns, inner, outer], [outer]], seed);
      }),
      30,
    );
  });

  it('agree at any dilation', async () => {
    await check(
      fc.asyncProperty(shapes, size(3), async ({ batch, height, width, inner, outer, rows, columns, seed }, dilation) => {
        // tfjs has no gradient of a dilated convolution.
        const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', dilation);
        await expectSameValue(
          f,
          [
            [batch, height, width, inner],
            [rows, columns, inner, outer],
          ],
          seed,
        );
      }),
      20,
    );
  });

  it('transposed, agree with their gradients', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, seed }) =>
        expectSame(
          (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [batch, height * stride, width * stride, inner], stride, 'same'),
          [
            [batch, height, width, outer],
            [rows, columns, inner, outer],
          ],
          seed,
        ),
      ),
      60,
    );
  });

  it('agree with their gradients where patches of all examples are too many at once', async () => {
    const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
    await expectSame(
      f,
      [
        [27, 64, 64, 1],
        [9, 9, 1, 1],
      ],
      1,
    );
  });

  it('depthwise, agree with their gradients, at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) => {
        const f: Make = (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad);
        await expectSame(
          f,
          [
            [batch, height, width, inner],
            [rows, columns, inner, 1 + (outer % 3)],
          ],
          seed,
        );
      }),
      40,
    );
  });
});
