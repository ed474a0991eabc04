import { chain } from '@autoencoders/core';
import type { Layer } from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import { autoencoder, batchTopK, gaussian, topK } from '@autoencoders/models';
import fc from 'fast-check';

/*
 * Models of random layers, of odd sizes, strides, paddings and dilations. A layer that does not fit its input is left out.
 */

type Any = Layer<any, any>;

const size = fc.integer({ min: 1, max: 4 });
const pair = fc.oneof(size, fc.tuple(size, size));
const padding = fc.constantFrom('same' as const, 'valid' as const);
const useBias = fc.boolean();

/** A stride, or a dilation; both above 1 do not go together. */
const moves = fc.oneof(fc.record({ stride: pair }), fc.record({ dilation: pair }));
const convolution = fc
  .tuple(fc.record({ kernelSize: pair, padding, useBias, groups: fc.constantFrom(1, 1, 2) }), moves)
  .map(([options, moving]) => ({ ...options, ...moving }));
const one = (value: unknown): any => (Array.isArray(value) ? value[0] : value);
const without = (options: object, key: string): any => Object.fromEntries(Object.entries(options).filter(([name]) => name !== key));
const inOneAxis = (options: object): any => Object.fromEntries(Object.entries(options).map(([key, value]) => [key, one(value)]));

const activation: fc.Arbitrary<Any> = fc.oneof(
  fc.constantFrom<Any>(layers.linear, layers.relu, layers.elu, layers.gelu, layers.tanh, layers.sigmoid, layers.softplus),
  fc.double({ min: 0, max: 1, noNaN: true }).map((slope) => layers.leakyRelu(slope)),
);

const normalization: fc.Arbitrary<Any> = fc.oneof(
  fc.constantFrom(1e-5, 1e-3).map((epsilon) => layers.batchNorm({ epsilon })),
  fc.constantFrom(1e-5, 1e-3).map((epsilon) => layers.layerNorm({ epsilon })),
  fc.constantFrom(1, 2).map((groups) => layers.groupNorm(groups)),
  fc.constant(null).map(() => layers.center()),
  fc.double({ min: 0, max: 0.9, noNaN: true }).map((rate) => layers.dropout(rate)),
);

const filters = fc.constantFrom(2, 4, 6);
const twoAxes: fc.Arbitrary<Any> = fc.oneof(
  fc.tuple(filters, convolution).map(([n, options]) => layers.conv2d(n, options)),
  fc.tuple(filters, convolution).map(([n, options]) => layers.conv2dTranspose(n, without(options, 'dilation'))),
  convolution.map((options) => layers.depthwiseConv2d({ ...without(options, 'groups'), depthMultiplier: 2 })),
  fc.tuple(filters, convolution).map(([n, options]) => layers.separableConv2d(n, without(options, 'groups'))),
  fc.tuple(pair, pair, padding).map(([window, stride, pad]) => layers.maxPool2d(window, { stride, padding: pad })),
  fc.tuple(pair, pair, padding).map(([window, stride, pad]) => layers.averagePool2d(window, { stride, padding: pad })),
  fc
    .tuple(pair, fc.constantFrom('nearest' as const, 'bilinear' as const))
    .map(([by, interpolation]) => layers.upsample2d(by, { interpolation })),
  pair.map((wanted) => layers.crop2d(wanted)),
  fc.oneof(size, fc.tuple(fc.tuple(size, size), fc.tuple(size, size))).map((around) => layers.zeroPad2d(around)),
  fc.constant(null).map(() => layers.instanceNorm()),
);
const oneAxis: fc.Arbitrary<Any> = fc.oneof(
  fc.tuple(filters, convolution).map(([n, options]) => layers.conv1d(n, inOneAxis(options))),
  fc.tuple(filters, convolution).map(([n, options]) => layers.conv1dTranspose(n, inOneAxis(without(options, 'dilation')))),
  fc.tuple(size, size, padding).map(([window, stride, pad]) => layers.maxPool1d(window, { stride, padding: pad })),
  fc.tuple(size, size, padding).map(([window, stride, pad]) => layers.averagePool1d(window, { stride, padding: pad })),
  fc
    .tuple(size, fc.constantFrom('nearest' as const, 'linear' as const))
    .map(([by, interpolation]) => layers.upsample1d(by, { interpolation })),
  size.map((wanted) => layers.crop1d(wanted)),
  fc.oneof(size, fc.tuple(size, size)).map((around) => layers.zeroPad1d(around)),
  fc.constant(null).map(() => layers.instanceNorm()),
);
const noAxes: fc.Arbitrary<Any> = fc.oneof(
  fc.tuple(fc.constantFrom(2, 4, 7), useBias).map(([units, bias]) => layers.dense(units, { useBias: bias })),
  fc.constantFrom(3, 5).map((units) => layers.dictionary(units)),
);

/** Layers for examples of a rank. */
const layerOf = (rank: number): fc.Arbitrary<Any> => {
  const own = rank === 3 ? twoAxes : rank === 2 ? oneAxis : noAxes;
  const plain = fc.oneof({ weight: 3, arbitrary: own }, activation, normalization);
  return fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: plain.map((inner) => layers.residual(inner)) });
};

const inputOf: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constantFrom([4], [7]),
  fc.tuple(fc.integer({ min: 3, max: 11 }), fc.constantFrom(2, 4)),
  fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 }), fc.constantFrom(2, 4)),
);

const bottleneck: fc.Arbitrary<any> = fc.constantFrom(undefined, gaussian(2), gaussian(3, { logVarRange: [-1, 1] }), topK(2), batchTopK(2));

/** An autoencoder around layers. Those that do not fit are left out; `mirrored` adds the mirror of the first layer with a kernel. */
export function around(
  input: readonly number[],
  wanted: readonly Any[],
  { between, seed = 0 }: { readonly between?: any; readonly seed?: number } = {},
): any {
  const size = input.reduce((a, b) => a * b, 1);
  const back: Any[] = [layers.dense(size), ...(input.length > 1 ? [layers.reshape(input as never) as Any] : [])];
  const build = (list: readonly Any[]): any =>
    autoencoder({
      input,
      encoder: (chain as any)(...list, ...(input.length > 1 ? [layers.flatten] : []), layers.dense(4)),
      bottleneck: between,
      decoder: (chain as any)(...back),
      seed,
    });
  const fitting: Any[] = [];
  for (const layer of wanted) {
    try {
      build([...fitting, layer]).dispose();
      fitting.push(layer);
    } catch {
      // It does not fit.
    }
  }
  return build(fitting);
}

/** An input shape, layers, a bottleneck and a seed. */
export const randomModels: fc.Arbitrary<[readonly number[], Any[], any, number]> = inputOf.chain((input) =>
  fc.tuple(fc.constant(input), fc.array(layerOf(input.length), { minLength: 1, maxLength: 4 }), bottleneck, fc.nat(1e6)),
);

/** How models are drawn: the same each time, or `RUNS` others. */
export const sampling = (numRuns: number): { readonly numRuns: number; readonly seed?: number } =>
  process.env['RUNS'] ? { numRuns: Number(process.env['RUNS']) } : { numRuns, seed: 7 };
