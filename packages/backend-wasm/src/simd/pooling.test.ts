import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameOf, expectSameValueOf, onWasm, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth();

const windows = fc.record({
  image: fc.tuple(size(3), size(9), size(9), size(6)),
  window: fc.tuple(size(4), size(4)),
  strides: fc.tuple(size(5), size(5)),
  seed: size(1e6),
});
type Windows = typeof windows extends fc.Arbitrary<infer T> ? T : never;

const padding = fc.constantFrom('same' as const, 'valid' as const, 1);
/** What tfjs wants beside a padding. */
const roundingFor = (pad: unknown): 'floor' | undefined => (typeof pad === 'number' ? 'floor' : undefined);

/** Given a number to pad by, tfjs takes a window's height for its width, too, and writes beyond a result that is then too small. */
const squared = ({ window: [rows], strides: [down], ...rest }: Windows): Windows => ({
  ...rest,
  window: [rows, rows],
  strides: [down, down],
});

const cases = fc.tuple(windows, padding).map(([given, pad]) => [typeof pad === 'number' ? squared(given) : given, pad] as const);

/** Whether there is a place for the window, and something of the image in each. */
const fits = ({ image, window, strides }: Windows, pad: 'same' | 'valid' | number): boolean => {
  const info = tf.backend_util.computePool2DInfo(image, window, strides, 1, pad, 'floor');
  const { top, left } = info.padInfo;
  const last = (count: number, stride: number, before: number): number => (count - 1) * stride - before;
  const meets = last(info.outHeight, strides[0], top) < image[1] && last(info.outWidth, strides[1], left) < image[2];
  return info.outHeight > 0 && info.outWidth > 0 && window[0] > top && window[1] > left && meets;
};

describe('pooling', () => {
  it.each([
    ['max', tf.maxPool],
    ['average', tf.avgPool],
  ] as const)('%s pooling agrees with its gradient, whatever the windows', (_, pool) =>
    check(
      fc.asyncProperty(cases, async ([given, pad]) => {
        fc.pre(fits(given, pad));
        await expectSame((x) => pool(x as Tensor4D, given.window, given.strides, pad, roundingFor(pad)), [given.image], given.seed);
      }),
      60,
    ),
  );

  it('of windows that are negative throughout, or all the same, gives dy to the first greatest', () =>
    check(
      fc.asyncProperty(cases, fc.constantFrom([-1], [0], [-3, -2, -2], [2, 2, 1]), async ([given, pad], of) => {
        fc.pre(fits(given, pad));
        const [n, h, w, c] = given.image;
        const values = Array.from({ length: n * h * w * c }, (_, i) => of[(i * given.seed) % of.length]!);
        await expectSameOf(
          (x) => tf.maxPool(x as Tensor4D, given.window, given.strides, pad, roundingFor(pad)),
          [{ shape: given.image, values }],
        );
      }),
      40,
    ));

  it.each([
    ['max', tf.maxPool],
    ['average', tf.avgPool],
  ] as const)('%s pooling, its size rounded up, has the gradient of as much padding', async (_, pool) => {
    const f: Make = (x) => {
      const dx = tf.grad((image) =>
        tf.getBackend() === 'cpu'
          ? pool(image as Tensor4D, 3, 2, [
              [0, 0],
              [0, 1],
              [0, 1],
              [0, 0],
            ])
          : pool(image as Tensor4D, 3, 2, 0, 'ceil'),
      );
      return dx(x!, tf.ones([2, 3, 3, 2]));
    };
    await expectSameValueOf(f, [{ shape: [2, 6, 6, 2], values: Array.from({ length: 144 }, (_unused, i) => Math.sin(i ** 2)) }]);
  });

  it.each([
    ['max', tf.maxPool],
    ['average', tf.avgPool],
  ] as const)('%s pooling by one pixel, strided and padded to the same size, changes nothing', async (_, pool) => {
    const image = { shape: [1, 2, 2, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
    const f: Make = (x) => pool(x as Tensor4D, 1, 2, 1, 'floor');
    expect(await onWasm(f, [image])).toEqual(image.values);
    await expectSameValueOf(f, [image]);
  });
});

describe('depthwise convolutions', () => {
  it('agree with their gradients, whatever the geometry', () =>
    check(
      fc.asyncProperty(cases, size(3), async ([given, pad], multiplier) => {
        const info = tf.backend_util.computePool2DInfo(given.image, given.window, given.strides, 1, pad, 'floor');
        fc.pre(info.outHeight > 0 && info.outWidth > 0);
        // tfjs wants both strides equal.
        const stride = given.strides[0];
        const f: Make = (x, w) => tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, stride, pad, 'NHWC', 1, roundingFor(pad));
        await expectSame(f, [given.image, [...given.window, given.image[3], multiplier]], given.seed);
      }),
      60,
    ));
});

describe('sums of segments', () => {
  it('agree, ids out of range left out, of any rank', () =>
    check(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -3, max: 6 }), { maxLength: 9 }),
        fc.array(fc.nat(5), { maxLength: 2 }),
        size(4),
        async (ids, inner, segments) => {
          const shape = [ids.length, ...inner];
          const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
          const f: Make = (x) => tf.unsortedSegmentSum(x!, tf.tensor1d(ids, 'int32'), segments);
          await expectSameValueOf(f, [{ shape, values }]);
        },
      ),
      60,
    ));

  it('agree of whole numbers', () =>
    expectSameValueOf(
      (x) => tf.unsortedSegmentSum(x!, tf.tensor1d([1, 0, 1], 'int32'), 2),
      [{ shape: [3, 2], values: [1, 2, 3, 4, 16_777_217, 6], dtype: 'int32' }],
    ));
});
