import { zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, checkOptions, convolve, convolveTransposed, showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { FusedActivation } from '@autoencoders/core/operations';
import { initializer } from './initializers.js';
import type { InitializerName } from './initializers.js';
import type { Tieable } from './tied.js';

/** `same` pads with zeros, so that stride 1 keeps the size. `valid` does not pad. */
export type Padding = 'same' | 'valid';

/** Options of `conv2d` and `conv2dTranspose`. */
export interface ConvolutionOptions {
  /** Height and width of the kernel. Default 3. */
  readonly kernelSize?: number;
  /** Step from one place to the next. Default 1. */
  readonly stride?: number;
  /** Default `same`. */
  readonly padding?: Padding;
  /** How the kernel is initialized. Default `heUniform`, because ReLU or a similar activation usually follows. The bias starts at 0. */
  readonly kernelInitializer?: InitializerName;
}

/** Options of `conv2d`. */
export interface Conv2dOptions extends ConvolutionOptions {
  /** Distance between the taps of the kernel. Default 1. Above 1, the stride must be 1. */
  readonly dilation?: number;
}

/** `kernel` is `[size, size, in, out]` for `conv2d`, `[size, size, out, in]` for `conv2dTranspose`; `bias` is `[out]`. */
export type ConvolutionWeights = { readonly kernel: Tensor4D; readonly bias: Tensor1D };

interface Geometry {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: Padding;
  readonly dilation: number;
}

/** The options of both layers. `conv2d` adds `dilation`. */
const OPTIONS = { kernelSize: true, stride: true, padding: true, kernelInitializer: true } as const;

function geometry(call: string, { kernelSize = 3, stride = 1, padding = 'same', dilation = 1 }: Conv2dOptions): Geometry {
  checkInteger(call, 'kernelSize', kernelSize, 1);
  checkInteger(call, 'stride', stride, 1);
  checkInteger(call, 'dilation', dilation, 1);
  check(
    stride === 1 || dilation === 1,
    () => `${call}: a stride of ${stride} and a dilation of ${dilation} do not go together; one of them must be 1`,
  );
  checkPadding(call, padding);
  return { kernelSize, stride, padding, dilation };
}

/** Throws unless `padding` is `same` or `valid`. */
export function checkPadding(call: string, padding: Padding): void {
  check(padding === 'same' || padding === 'valid', () => `${call}: padding is "${String(padding)}"; there are same and valid`);
}

/** The size along one axis after pooling or convolving an axis of `size`. */
export function convolved(
  size: number,
  { kernelSize, stride, padding, dilation = 1 }: Omit<Geometry, 'dilation'> & { dilation?: number },
): number {
  return Math.ceil((padding === 'same' ? size : size - (kernelSize - 1) * dilation) / stride);
}

const widened = (size: number, { kernelSize, stride, padding, dilation }: Geometry): number =>
  padding === 'same' ? size * stride : (size - 1) * stride + (kernelSize - 1) * dilation + 1;

/** Throws unless `shape` is an image `[height, width, channels]`. */
export function checkImage(call: string, shape: Shape): asserts shape is readonly [number, number, number] {
  check(
    shape.length === 3,
    () => `${call}: the input must be images [height, width, channels], not ${showShape(shape)}; put reshape before it`,
  );
}

/** Throws unless the input of a tied layer fits the output of the layer that it mirrors: images with `filters` channels. */
function checkMirrored(call: string, shape: Shape, filters: number): asserts shape is readonly [number, number, number] {
  checkImage(`tied(${call})`, shape);
  check(shape[2] === filters, () => `tied(${call}): the input must have ${filters} channels, not ${showShape(shape)}`);
}

const forward = ({ kernel, bias }: ConvolutionWeights, x: Tensor4D, g: Geometry, activation?: FusedActivation): Tensor4D =>
  convolve(x, kernel, bias, { ...g, ...(activation && { activation }) });

function backward({ kernel, bias }: ConvolutionWeights, x: Tensor4D, g: Geometry, activation?: FusedActivation): Tensor4D {
  const [batch, height, width] = x.shape;
  const shape: Tensor4D['shape'] = [batch, widened(height, g), widened(width, g), kernel.shape[2]];
  return convolveTransposed(x, kernel, bias, shape, { ...g, ...(activation && { activation }) });
}

/** One of the two ways through a kernel. */
interface Direction {
  readonly apply: (weights: ConvolutionWeights, x: Tensor4D, g: Geometry, activation?: FusedActivation) => Tensor4D;
  /** The size that an axis then has. */
  readonly size: (size: number, g: Geometry) => number;
  /** Where the kernel has its inputs. */
  readonly inputs: 2 | 3;
  /** How many pixels feed one, on average and away from the edges. */
  readonly taps: (g: Geometry) => number;
}

const down: Direction = { apply: forward, size: convolved, inputs: 2, taps: ({ kernelSize }) => kernelSize ** 2 };
// Each pixel feeds kernelSize² others, of which there are stride² times as many.
const up: Direction = { apply: backward, size: widened, inputs: 3, taps: ({ kernelSize, stride }) => (kernelSize / stride) ** 2 };

/** The layer that goes `there`; its mirror goes `back` through the same kernel. */
function convolution(
  name: string,
  filters: number,
  options: Conv2dOptions,
  [there, back]: readonly [there: Direction, back: Direction],
): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  const call = `${name}(${filters})`;
  checkInteger(name, 'filters', filters, 1);
  const g = geometry(call, options);
  const start = initializer(call, options.kernelInitializer ?? 'heUniform');
  const sizes = ([height, width]: readonly [number, number, number], { size }: Direction) => [size(height, g), size(width, g)] as const;
  const layer: Tieable<Tensor4D, Tensor4D, ConvolutionWeights> = {
    init(shape, { seeds, built }) {
      checkImage(call, shape);
      const channels = shape[2];
      const size = sizes(shape, there);
      check(
        Math.min(...size) > 0,
        () => `${call}: images of ${showShape(shape)} are smaller than the kernel of ${(g.kernelSize - 1) * g.dilation + 1}`,
      );
      const ends = there.inputs === 2 ? [channels, filters] : [filters, channels];
      const fans = { fanIn: there.taps(g) * channels, fanOut: g.kernelSize ** 2 * filters };
      const kernel = start([g.kernelSize, g.kernelSize, ...ends], seeds(), fans) as Tensor4D;
      const weights = { kernel, bias: zeros<Rank.R1>([filters]) };
      built?.set(layer, weights);
      return { weights, shape: [...size, filters] };
    },
    apply: (weights, x) => there.apply(weights, x, g),
    applyWith: (weights, x, _, activation) => there.apply(weights, x, g, activation),
    transposed: {
      shape({ kernel }, shape) {
        checkMirrored(call, shape, filters);
        return [...sizes(shape, back), kernel.shape[there.inputs]];
      },
      apply: (weights, x, activation) => back.apply(weights, x, g, activation),
    },
    config: configOf(name, filters, options),
  };
  return layer;
}

/**
 * Convolution (cross-correlation) with a bias: `[batch, h, w, c] → [batch, ⌈h / stride⌉, ⌈w / stride⌉, filters]` with padding `same`. With
 * `valid`, the height is ⌈(h − (kernelSize − 1)·dilation) / stride⌉. Throws when the input is not an image, or is smaller than the kernel,
 * which spans (kernelSize − 1)·dilation + 1 pixels.
 */
export function conv2d(filters: number, options: Conv2dOptions = {}): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  checkOptions('conv2d', options, { ...OPTIONS, dilation: true });
  return convolution('conv2d', filters, options, [down, up]);
}

/**
 * Transposed convolution (the gradient of `conv2d` with respect to its input) with a bias: `[batch, h, w, c] → [batch, h·stride, w·stride,
 * filters]` with padding `same`. With `valid`, the height is (h − 1)·stride + kernelSize. The fan-in for the initial kernel is
 * kernelSize²·c / stride²: on average, so many inputs feed one output. With it, `heUniform` keeps the variance of the input at every
 * stride. Keras and PyTorch use kernelSize²·filters, the fan-in of the convolution. Throws when the input is not an image. Dumoulin & Visin
 * 2016, chapter 4; He et al. 2015, section 2.2.
 */
export function conv2dTranspose(filters: number, options: ConvolutionOptions = {}): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  checkOptions('conv2dTranspose', options, OPTIONS);
  return convolution('conv2dTranspose', filters, options, [up, down]);
}
