import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, expectSameValueOf, size } from '../../test/same.js';
import type { Given, Make } from '../../test/same.js';

beforeBoth();

/** Images and filters of tfjs's shapes; some filters larger than the image with its frame are left out by `fits`. */
const shapes = fc.record({
  image: fc.tuple(fc.nat(3), size(9), size(9), size(9)),
  filter: fc.tuple(size(5), size(5)),
  outer: size(9),
  strides: fc.tuple(size(6), size(6)),
  seed: size(1e6),
});
type Shapes = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

const ends = fc.tuple(fc.nat(3), fc.nat(3));
const padding = fc.oneof(
  fc.constantFrom('same' as const, 'valid' as const),
  fc.tuple(ends, ends).map(([rows, columns]) => [[0, 0], rows, columns, [0, 0]] as tf.backend_util.ExplicitPadding),
);
type Padding = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;

/** Whether there is a place for the filter at all. */
const fits = ({ image, filter, strides }: Shapes, pad: Padding, dilations: [number, number] = [1, 1]): boolean => {
  const info = tf.backend_util.computeConv2DInfo(image, [...filter, image[3], 1], strides, dilations, pad, 'floor');
  return info.outHeight > 0 && info.outWidth > 0;
};

const filterOf = ({ image, filter, outer }: Shapes): number[] => [...filter, image[3], outer];

describe('convolutions by tfjs', () => {
  it('agree with their gradients, at strides and paddings of their own along each axis', () =>
    check(
      fc.asyncProperty(shapes, padding, async (given, pad) => {
        fc.pre(fits(given, pad));
        const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, given.strides, pad);
        await expectSame(f, [given.image, filterOf(given)], given.seed);
      }),
      60,
    ));

  it('agree with their gradients, padded by a number', () =>
    check(
      fc.asyncProperty(shapes, fc.nat(5), async (given, pad) => {
        fc.pre(fits(given, pad));
        const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, given.strides, pad, 'NHWC', 1, 'floor');
        await expectSame(f, [given.image, filterOf(given)], given.seed);
      }),
      40,
    ));

  it('agree at dilations of their own along each axis', () =>
    check(
      fc.asyncProperty(shapes, padding, fc.tuple(size(3), size(3)), async (given, pad, dilations) => {
        fc.pre(fits({ ...given, strides: [1, 1] }, pad, dilations));
        const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, pad, 'NHWC', dilations);
        await expectSameValue(f, [given.image, filterOf(given)], given.seed);
      }),
      40,
    ));

  it('transposed, agree with their gradients', () =>
    check(
      fc.asyncProperty(shapes, padding, async (given, pad) => {
        fc.pre(fits(given, pad));
        const { outShape } = tf.backend_util.computeConv2DInfo(
          given.image,
          [...given.filter, given.image[3], given.outer],
          given.strides,
          1,
          pad,
        );
        const f: Make = (x, w) => tf.conv2dTranspose(x as Tensor4D, w as Tensor4D, given.image, given.strides, pad);
        await expectSame(f, [outShape, filterOf(given)], given.seed);
      }),
      60,
    ));

  it('fused with a bias and an activation, agree', () =>
    check(
      fc.asyncProperty(
        shapes,
        padding,
        fc.constantFrom('linear' as const, 'relu' as const, 'relu6' as const, 'elu' as const, 'sigmoid' as const, 'leakyrelu' as const),
        async (given, pad, activation) => {
          fc.pre(fits(given, pad));
          const { strides } = given;
          const f: Make = (x, filter, bias) =>
            tf.fused.conv2d({
              x: x as Tensor4D,
              filter: filter as Tensor4D,
              strides,
              pad,
              bias: bias!,
              activation,
              leakyreluAlpha: 0.3,
            }) as Tensor;
          await expectSameValue(f, [given.image, filterOf(given), [given.outer]], given.seed);
        },
      ),
      40,
    ));

  it('fused with a bias of one number, or none, agree', () =>
    check(
      fc.asyncProperty(
        shapes,
        fc.constantFrom([], [1]),
        fc.constantFrom('relu' as const, 'prelu' as const),
        async (given, bias, activation) => {
          const f: Make = (x, filter, b, slopes) =>
            tf.fused.conv2d({
              x: x as Tensor4D,
              filter: filter as Tensor4D,
              strides: given.strides,
              pad: 'same',
              activation,
              ...(given.seed % 2 === 0 && { bias: b! }),
              ...(activation === 'prelu' && { preluActivationWeights: slopes! }),
            }) as Tensor;
          await expectSameValue(f, [given.image, filterOf(given), bias, [given.outer]], given.seed);
        },
      ),
      20,
    ));

  it('whose sizes are rounded up have the gradients of as much padding', () =>
    check(
      fc.asyncProperty(
        shapes,
        fc.nat(2),
        fc.constantFrom('ceil' as const, 'round' as const),
        async ({ filter: [k], ...given }, pad, mode) => {
          const square = { ...given, filter: [k, k] as [number, number], strides: [2, 2] as [number, number] };
          fc.pre(fits(square, pad));
          const { image } = square;
          const info = tf.backend_util.computeConv2DInfo(image, [k, k, 1, 1], 2, 1, pad, mode);
          const more = (out: number, n: number): [number, number] => [pad, Math.max(0, (out - 1) * 2 + k - n - pad)];
          const frame: tf.backend_util.ExplicitPadding = [[0, 0], more(info.outHeight, image[1]), more(info.outWidth, image[2]), [0, 0]];
          // The CPU backend leaves the last row and column out of gradients when it rounds up; given a frame, it does not.
          const f: Make = (x, w) =>
            tf.getBackend() === 'cpu'
              ? tf.conv2d(x as Tensor4D, w as Tensor4D, 2, frame)
              : tf.conv2d(x as Tensor4D, w as Tensor4D, 2, pad, 'NHWC', 1, mode);
          await expectSame(f, [image, filterOf(square)], given.seed);
        },
      ),
      40,
    ));

  it.each([
    ['many places', [2, 21, 19, 3], [3, 3, 3, 5]],
    ['many places of few filters', [1, 23, 17, 4], [3, 3, 4, 3]],
    ['many places, one filter', [1, 30, 30, 8], [1, 1, 8, 1]],
    ['many taps', [1, 7, 6, 70], [5, 5, 70, 9]],
    ['so many taps that four places are a block', [1, 3, 3, 1400], [3, 3, 1400, 2]],
    ['many filters', [1, 5, 5, 2], [3, 3, 2, 67]],
    ['many images', [19, 14, 13, 3], [3, 3, 3, 17]],
    ['many numbers in a filter', [3, 7, 9, 70], [5, 5, 70, 21]],
  ] as const)('agree with their gradients, of %s', async (_, image, filter) => {
    for (const stride of [1, 2])
      for (const pad of ['same', 'valid'] as const) {
        const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, stride, pad);
        await expectSame(f, [image, filter], stride);
      }
  });

  it('agree where sizes leave nothing over, or a whole filter', () =>
    check(
      fc.asyncProperty(
        size(8),
        size(8),
        size(8),
        fc.constantFrom('same' as const, 'valid' as const),
        size(1e6),
        async (n, k, stride, pad, seed) => {
          fc.pre(pad === 'same' || n >= k);
          const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, stride, pad);
          await expectSame(
            f,
            [
              [2, n, n, 2],
              [k, k, 2, 8],
            ],
            seed,
          );
        },
      ),
      60,
    ));
});

describe('NaN in convolutions', () => {
  it('stays in the places that it meets', () => {
    const at = fc.nat(2 * 6 * 5 * 3 - 1);
    return check(
      fc.asyncProperty(at, fc.constantFrom(NaN, Infinity), size(3), async (place, value, stride) => {
        const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i ** 2));
        const x: Given = { shape: [2, 6, 5, 3], values: numbers(180).with(place, value) };
        const w: Given = { shape: [3, 2, 3, 9], values: numbers(162) };
        await expectSameValueOf((image, filter) => tf.conv2d(image as Tensor4D, filter as Tensor4D, stride, 'valid'), [x, w]);
      }),
      20,
    );
  });
});
