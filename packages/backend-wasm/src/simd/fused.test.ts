import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { affine, convolve, convolveTransposed } from '@autoencoders/core/operations';
import type { FusedActivation, ConvolutionGeometry } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth();

const activation: fc.Arbitrary<FusedActivation> = fc.constantFrom(
  { activation: 'linear' as const },
  { activation: 'relu' as const },
  { activation: 'leakyRelu' as const, slope: 0.2 },
  { activation: 'elu' as const },
  { activation: 'sigmoid' as const },
  { activation: 'tanh' as const },
  { activation: 'softplus' as const },
  { activation: 'gelu' as const },
);

describe('affine', () => {
  it('agrees with its gradients, for every activation, transposed or not', () =>
    check(
      fc.asyncProperty(
        size(9),
        size(20),
        size(20),
        activation,
        fc.boolean(),
        size(1e6),
        async (batch, n, units, name, transposed, seed) => {
          const f: Make = (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b as Tensor1D, { activation: name, transposed });
          await expectSame(f, [[batch, n], transposed ? [units, n] : [n, units], [units]], seed);
        },
      ),
      60,
    ));

  it('of nothing is nothing, or the bias', () =>
    check(
      fc.asyncProperty(fc.nat(2), fc.nat(2), fc.nat(2), activation, async (batch, n, units, name) => {
        await expectSame(
          (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b as Tensor1D, { activation: name }),
          [[batch, n], [n, units], [units]],
          1,
        );
      }),
      40,
    ));
});

type Pair = readonly [number, number];
type Geometry = ConvolutionGeometry & { readonly stride: Pair; readonly dilation: Pair };

const pair = (most: number): fc.Arbitrary<Pair> => fc.tuple(size(most), size(most));

const geometry: fc.Arbitrary<Geometry> = fc
  .record({ stride: pair(4), padding: fc.constantFrom('same' as const, 'valid' as const), dilation: pair(3), activation })
  // tfjs has no convolution with both.
  .map((g) => (Math.max(...g.dilation) > 1 ? { ...g, stride: [1, 1] } : g));

const sizes = fc.record({ batch: size(3), image: pair(9), k: pair(4), inner: size(9), outer: size(9), seed: size(1e6) });

/** Convolutions in groups: the channels of each. With one channel each, they are depthwise. */
const inGroups = fc.record({ groups: fc.integer({ min: 2, max: 5 }), inner: size(3), outer: size(3) });

const spanOf = (k: Pair, { dilation }: Geometry): Pair => [(k[0] - 1) * dilation[0] + 1, (k[1] - 1) * dilation[1] + 1];
const fits = (image: Pair, k: Pair, g: Geometry): boolean =>
  g.padding === 'same' || spanOf(k, g).every((span, axis) => span <= image[axis]!);
/** The size of an axis after a convolution. */
const out = (image: Pair, k: Pair, g: Geometry, axis: 0 | 1): number =>
  Math.ceil((g.padding === 'same' ? image[axis] : image[axis] - spanOf(k, g)[axis] + 1) / g.stride[axis]);

describe('convolve', () => {
  it('agrees with its gradients, in any geometry, for every activation', () =>
    check(
      fc.asyncProperty(sizes, geometry, async ({ batch, image, k, inner, outer, seed }, g) => {
        fc.pre(fits(image, k, g));
        const f: Make = (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b as Tensor1D, g);
        await expectSame(f, [[batch, ...image, inner], [...k, inner, outer], [outer]], seed);
      }),
      60,
    ));

  it('agrees with its gradients in groups', () =>
    check(
      fc.asyncProperty(sizes, inGroups, geometry, async ({ batch, image, k, seed }, { groups, inner, outer }, g) => {
        fc.pre(fits(image, k, g));
        const f: Make = (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b as Tensor1D, { ...g, groups });
        await expectSame(f, [[batch, ...image, inner * groups], [...k, inner, outer * groups], [outer * groups]], seed);
      }),
      60,
    ));
});

describe('convolveTransposed', () => {
  it('agrees with its gradients, in any geometry, for every activation, to every shape that comes back', () =>
    check(
      fc.asyncProperty(sizes, geometry, async ({ batch, image, k, inner, outer, seed }, g) => {
        fc.pre(fits(image, k, g));
        const f: Make = (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, [batch, ...image, outer], g);
        await expectSame(f, [[batch, out(image, k, g, 0), out(image, k, g, 1), inner], [...k, outer, inner], [outer]], seed);
      }),
      60,
    ));

  it('agrees with its gradients in groups', () =>
    check(
      fc.asyncProperty(sizes, inGroups, geometry, async ({ batch, image, k, seed }, { groups, inner, outer }, g) => {
        fc.pre(fits(image, k, g));
        const shape: [number, number, number, number] = [batch, ...image, outer * groups];
        const f: Make = (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, shape, { ...g, groups });
        const x = [batch, out(image, k, g, 0), out(image, k, g, 1), inner * groups];
        await expectSame(f, [x, [...k, outer, inner * groups], [outer * groups]], seed);
      }),
      60,
    ));
});

describe('gradients to the input', () => {
  type F = (x: tf.Tensor, w: tf.Tensor, b: Tensor1D) => tf.Tensor;
  const cases: readonly (readonly [string, kernel: string, x: number[], w: number[], F])[] = [
    ['affine', 'BatchMatMul', [2, 6], [6, 3], (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b)],
    ['convolve', 'Conv2DBackpropInput', [2, 6, 6, 2], [3, 3, 2, 3], (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b)],
    [
      'convolveTransposed',
      'Conv2D',
      [2, 6, 6, 2],
      [3, 3, 3, 2],
      (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b, [2, 6, 6, 3]),
    ],
  ];

  it.each(cases)('of %s are computed only when somebody asks', async (_, kernel, xShape, wShape, f) => {
    await tf.setBackend('wasm');
    const [x, w, b] = [tf.ones(xShape), tf.ones(wShape), tf.zeros<tf.Rank.R1>([3])];
    const runs = async (gradients: () => tf.Tensor[]): Promise<number> => {
      const { kernels } = await tf.profile(() => tf.tidy(() => void gradients()) as unknown as tf.Tensor);
      return kernels.filter(({ name }) => name === kernel).length;
    };
    const withInput = await runs(() => tf.grads((...given) => tf.sum(f(given[0]!, given[1]!, given[2] as Tensor1D)))([x, w, b]));
    const without = await runs(() => tf.grads((...given) => tf.sum(f(x, given[0]!, given[1] as Tensor1D)))([w, b]));
    expect(withInput - without).toBe(1);
    tf.dispose([x, w, b]);
  });
});
