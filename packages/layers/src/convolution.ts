import { zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { check, checkBoolean, checkInteger, initWeight, showShape } from '@autoencoders/core/operations';
import { inputShapeOf, withInputShape } from '@autoencoders/core/internal';
import { InputError, configOf } from '@autoencoders/core';
import type { Config, Shape, Weights } from '@autoencoders/core';
import type { FusedActivation } from '@autoencoders/core/operations';
import type { Direction, Ends } from './directions.js';
import { geometryOf, spanOf, transposedSizes } from './geometry.js';
import type { Geometry, Padding } from './geometry.js';
import { initializer } from './initializers.js';
import type { Initializer, InitializerName } from './initializers.js';
import { fromImageShape, showPair, toImageShape } from './space.js';
import type { Pair, Size, Space } from './space.js';
import type { Tieable } from './tied.js';

/*
 * All convolutional layers. A layer goes one way through its kernel, and its mirror, which `tied` uses, goes the other way.
 */

/** Options of every convolutional layer. Sizes are one number, or `[height, width]` for images. */
export interface ConvolutionOptions<S = Size> {
  /** Height and width of the kernel. Default 3. */
  readonly kernelSize?: S;
  /** Step from one place to the next. Default 1. */
  readonly stride?: S;
  /** Default `same`. */
  readonly padding?: Padding;
  /**
   * In how many groups the channels are divided. Each group of filters reads one group of channels. Default 1. Each group is a convolution
   * of its own. For as many groups as channels, see `depthwiseConv2d`.
   */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** How the kernel is initialized. Default `heUniform`, because ReLU or a similar activation usually follows. The bias starts at 0. */
  readonly kernelInitializer?: InitializerName | Initializer;
}

/** The keys of `ConvolutionOptions`. */
export const OPTIONS = {
  kernelSize: true,
  stride: true,
  padding: true,
  groups: true,
  useBias: true,
  kernelInitializer: true,
} as const;

/**
 * `kernel` is `[height, width, in / groups, out]` for `conv2d` and `[height, width, out / groups, in]` for `conv2dTranspose`, without the
 * height for series. `bias` is `[out]`; without `useBias` there is none.
 */
export type ConvolutionWeights<K extends Tensor = Tensor4D> = { readonly kernel: K; readonly bias?: Tensor1D };

/** What a convolutional layer is made of. */
export interface Parts<X extends Tensor> {
  /** The beginning of error messages: `conv2d(8)`. */
  readonly call: string;
  readonly space: Space<X>;
  readonly directions: readonly [there: Direction, back: Direction];
  readonly geometry: Geometry;
  readonly options: ConvolutionOptions;
  /** The size of the output of a layer that goes up. Default: see `transposedSize`. */
  readonly outputSize?: Pair | undefined;
  /** The last two axes of the kernel for a number of channels. Throws when the layer does not fit it. */
  readonly ends: (channels: number) => Ends;
  readonly groups: (ends: Ends) => number;
  readonly config: Config;
}

/** A layer with a number of filters: `name(filters, options)`. */
export function withFilters<X extends Tensor, K extends Tensor>(
  name: string,
  filters: number,
  options: ConvolutionOptions & { readonly dilation?: Size; readonly outputSize?: Size },
  space: Space<X>,
  directions: Parts<X>['directions'],
): Tieable<X, X, ConvolutionWeights<K>> {
  const call = `${name}(${filters})`;
  checkInteger(name, 'filters', filters, 1);
  const { groups = 1, outputSize } = options;
  checkInteger(call, 'groups', groups, 1);
  const divide = (count: number, what: string): void =>
    check(count % groups === 0, () => `${call}: ${count} ${what} cannot be divided into groups of equal size; groups is ${groups}`);
  divide(filters, 'filters');
  return convolution({
    call,
    space,
    directions,
    geometry: geometryOf(call, space, options),
    options,
    outputSize: outputSize === undefined ? undefined : space.pair(call, 'outputSize', outputSize),
    ends(channels) {
      divide(channels, 'channels');
      return directions[0].ends(channels, filters, groups);
    },
    groups: () => groups,
    config: configOf(name, filters, options),
  });
}

/** A convolutional layer from its parts. */
export function convolution<X extends Tensor, K extends Tensor>(parts: Parts<X>): Tieable<X, X, ConvolutionWeights<K>> {
  const { call, space, directions, geometry: g, options, outputSize, config } = parts;
  const [there, back] = directions;
  const { useBias = true, kernelInitializer = 'heUniform' } = options;
  checkBoolean(call, 'useBias', useBias);
  const start = initializer(call, kernelInitializer);

  /** One way through the kernel. `wanted` is the size of the output, if several are possible. */
  function through(way: Direction, weights: ConvolutionWeights<K>, x: X, wanted: Pair | undefined, activation?: FusedActivation): X {
    const [images, kernel] = [space.toImages(x), space.kernel(weights.kernel)];
    const ends: Ends = [kernel.shape[2], kernel.shape[3]];
    const groups = parts.groups(ends);
    const bias = weights.bias ?? zeros<Rank.R1>([way.channels(ends, groups).outputs]);
    const size = way.size([images.shape[1], images.shape[2]], g, wanted);
    return space.fromImages(way.apply(images, kernel, bias, { ...g, groups, size, ...(activation && { activation }) }));
  }

  const layer: Tieable<X, X, ConvolutionWeights<K>> = {
    init(shape, context) {
      const [height, width, channels] = toImageShape(call, space, shape);
      const size = there.size([height, width], g, outputSize);
      checkSizes(parts, shape, [height, width], size);
      const ends = parts.ends(channels);
      const groups = parts.groups(ends);
      const { outputs } = there.channels(ends, groups);
      const fans = { fanIn: there.taps(g) * (channels / groups), fanOut: g.kernelSize[0] * g.kernelSize[1] * (outputs / groups) };
      const kernelShape = [...g.kernelSize.slice(1 - space.rank), ...ends];
      const kernel = initWeight(context, kernelShape, () => start(kernelShape, fans, context.seeds()) as K);
      const own = useBias ? { kernel, bias: initWeight(context, [outputs], () => zeros<Rank.R1>([outputs])) } : { kernel };
      // The mirror of the layer gives images of this size back.
      const weights: ConvolutionWeights<K> = withInputShape(own, shape);
      context.built?.set(layer, weights);
      return { weights, shape: fromImageShape(space, [...size, outputs]) };
    },
    apply: (weights, x) => through(there, weights, x, outputSize),
    applyWith: (weights, x, _, activation) => through(there, weights, x, outputSize, activation),
    transposed: {
      shape(weights, shape) {
        const [height, width, channels] = toImageShape(`tied(${call})`, space, shape);
        const ends = weights.kernel.shape.slice(-2) as unknown as Ends;
        const { inputs, outputs } = there.channels(ends, parts.groups(ends));
        check(channels === outputs, () => `tied(${call}): the input must have ${outputs} channels, not ${showShape(shape)}`);
        return fromImageShape(space, [...back.size([height, width], g, inputSizeOf(weights, space)), inputs]);
      },
      apply: (weights, x, activation) => through(back, weights, x, inputSizeOf(weights, space), activation),
    },
    config,
  };
  return layer;
}

/** The size of the images that a layer was built for. */
function inputSizeOf(weights: Weights, space: Space<any>): Pair | undefined {
  const shape = inputShapeOf(weights);
  return shape && (toImageShape('', space, shape).slice(0, 2) as unknown as Pair);
}

/** Throws when the input is smaller than the kernel, or when `outputSize` does not fit it. */
function checkSizes({ call, space, geometry, outputSize }: Parts<any>, shape: Shape, input: Pair, output: Pair): void {
  check(
    Math.min(...output) > 0,
    () => `${call}: ${space.name} of ${showShape(shape)} are smaller than the kernel of ${showPair(space, spanOf(geometry))}`,
  );
  if (!outputSize || outputSize === output) return;
  const { least, most } = transposedSizes(input, geometry);
  throw new InputError(
    `${call}: outputSize must be from ${showPair(space, least)} to ${showPair(space, most)} for ${space.name} of ${showShape(shape)}, not ${showPair(space, outputSize)}`,
  );
}
