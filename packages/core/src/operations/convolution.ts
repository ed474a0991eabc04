import { add, conv2d, conv2dTranspose, sum } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { toFloat32 } from '../dtype.js';
import { check, showShape } from '../errors.js';
import type { ConvolutionAttrs } from '../kernel-attrs.js';
import type { FusedKernels } from '../kernels.js';
import { activate, activationGradient, linear } from './activation.js';
import type { FusedActivation } from './activation.js';
import { differentiable, hasKernel, run } from './differentiable.js';
import { byGroups, depthwise, depthwiseTransposed } from './grouped-convolution.js';
import { spread } from './spread.js';

/** Options of `convolve` and `convolveTransposed`: how a kernel moves over images, and the activation. */
export interface ConvolutionGeometry {
  /** Step from one position to the next, in pixels: one number, or `[down, across]`. Default 1. */
  readonly stride?: number | readonly [number, number];
  /** `same` pads with zeros so that stride 1 keeps the size, `valid` pads nothing. Default `same`. */
  readonly padding?: 'same' | 'valid';
  /** Distance between neighbouring weights of the kernel, in pixels: one number, or `[down, across]`. Default 1. */
  readonly dilation?: number | readonly [number, number];
  /** In how many groups the channels are divided. Each group of outputs reads one group of inputs. Default 1. */
  readonly groups?: number;
  /** f. Default `linear`, which is x itself. */
  readonly activation?: FusedActivation;
}

/** Two numbers, down and across, from one number or two. */
const pairOf = (size: number | readonly [number, number]): [number, number] => (typeof size === 'number' ? [size, size] : [...size]);

/**
 * The attributes of backend kernels, for images of a shape. With a dilation of twice the size of an image, all places of a kernel but a middle
 * one lie outside of it. A larger dilation gives the same, and would only make a spread kernel large.
 */
const attrsOf = (
  { stride = 1, padding = 'same', dilation = 1 }: ConvolutionGeometry,
  [, height, width]: Tensor4D['shape'],
): ConvolutionAttrs => {
  const [down, across] = pairOf(dilation);
  return {
    strides: pairOf(stride),
    pad: padding,
    dilations: [Math.min(down, 2 * height), Math.min(across, 2 * width)],
    dataFormat: 'NHWC',
  };
};

/** Whether one backend kernel computes the convolution and its activation. */
const fused = (kernel: keyof FusedKernels, { activation = linear }: ConvolutionGeometry): boolean =>
  activation.activation !== 'gelu' && hasKernel(kernel);

/** The same geometry without the activation, which then is a separate operation. */
const bare = (geometry: ConvolutionGeometry): ConvolutionGeometry => ({ ...geometry, activation: linear });

/** Throws unless the images have the input channels of the kernel, the bias its output channels, and the groups divide both. */
function checkChannels(
  call: string,
  { x, kernel, bias, groups }: { readonly x: Tensor4D; readonly kernel: Tensor4D; readonly bias: Tensor1D; readonly groups: number },
  inputs: number,
  outputs: number,
): void {
  check(
    x.shape[3] === inputs && bias.size === outputs && kernel.shape[3] % groups === 0,
    () =>
      `${call}: a kernel ${showShape(kernel.shape)} and a bias ${showShape(bias.shape)} do not fit images ${showShape(x.shape)}${groups > 1 ? ` in ${groups} groups` : ''}`,
  );
}

/**
 * f(x ∗ W + b), a cross-correlation: `[batch, h, w, in] → [batch, ⌈h / stride⌉, ⌈w / stride⌉, out]` with padding `same`, for
 * a kernel `[height, width, in / groups, out]` and a bias `[out]`. It is one backend kernel, if the backend has it, or one for each
 * group; if each group has one input channel (depthwise), it is tfjs's depthwise convolution. Only the gradients that are needed are
 * computed. Throws if the channels do not fit.
 *
 * @param images x, `[batch, h, w, in]`.
 * @param geometry Stride, padding, dilation, groups and the activation f.
 */
export function convolve(images: Tensor4D, kernel: Tensor4D, bias: Tensor1D, geometry: ConvolutionGeometry = {}): Tensor4D {
  const { activation = linear, groups = 1 } = geometry;
  const x = toFloat32(images);
  checkChannels('convolve', { x, kernel, bias, groups }, kernel.shape[2] * groups, kernel.shape[3]);
  const attrs = attrsOf(geometry, x.shape);
  if (groups > 1 && kernel.shape[2] === 1) return activate(add(depthwise(x, kernel, attrs), bias), activation);
  if (groups > 1) return byGroups(x, kernel, bias, groups, (...parts) => convolve(...parts, { ...geometry, groups: 1 }));
  const { strides, pad, dilations } = attrs;
  if (!hasKernel('FusedConvolution')) return activate(add(conv2d(x, spread(kernel, dilations), strides, pad), bias), activation);
  if (!fused('FusedConvolution', geometry)) return activate(convolve(x, kernel, bias, bare(geometry)), activation);
  return differentiable(
    // As in affine, the gradients of the weights come before that of x.
    { bias, kernel, x },
    (save) => {
      const [y] = run('FusedConvolution', { x, kernel, bias }, { ...attrs, ...activation });
      save([x, kernel, y]);
      return y;
    },
    (dy, [from, w, y]) => {
      const dz = activationGradient(dy, y!, activation);
      return {
        x: () => run('Conv2DBackpropInput', { dy: dz, filter: w! }, { ...attrs, inputShape: from!.shape })[0],
        kernel: () => run('Conv2DBackpropFilter', { x: from!, dy: dz }, { ...attrs, filterShape: w!.shape })[0],
        bias: () => sum(dz, [0, 1, 2]),
      };
    },
  );
}

/**
 * The transposed convolution: f(the gradient of a convolution with respect to its input + b), `[batch, h, w, in] → outputShape`, for
 * a kernel `[height, width, out / groups, in]` and a bias `[out]`. A convolution of this geometry must map `outputShape` to
 * `[batch, h, w, in]`. Throws if the batch or the channels do not fit. Dumoulin & Visin 2016, chapter 4.
 *
 * @param images x, `[batch, h, w, in]`.
 */
export function convolveTransposed(
  images: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D,
  outputShape: [number, number, number, number],
  geometry: ConvolutionGeometry = {},
): Tensor4D {
  const { activation = linear, groups = 1 } = geometry;
  const x = toFloat32(images);
  checkChannels('convolveTransposed', { x, kernel, bias, groups }, kernel.shape[3], kernel.shape[2] * groups);
  check(
    outputShape[0] === x.shape[0] && outputShape[3] === bias.size,
    () => `convolveTransposed: a kernel ${showShape(kernel.shape)} does not take ${showShape(x.shape)} to ${showShape(outputShape)}`,
  );
  const attrs = attrsOf(geometry, outputShape);
  if (groups > 1 && kernel.shape[2] === 1) return activate(add(depthwiseTransposed(x, kernel, outputShape, attrs), bias), activation);
  if (groups > 1) {
    const partShape: typeof outputShape = [outputShape[0], outputShape[1], outputShape[2], kernel.shape[2]];
    return byGroups(x, kernel, bias, groups, (...parts) => convolveTransposed(...parts, partShape, { ...geometry, groups: 1 }));
  }
  const { strides, pad, dilations } = attrs;
  if (!hasKernel('FusedConvolutionTranspose'))
    return activate(add(conv2dTranspose(x, spread(kernel, dilations), outputShape, strides, pad), bias), activation);
  if (!fused('FusedConvolutionTranspose', geometry))
    return activate(convolveTransposed(x, kernel, bias, outputShape, bare(geometry)), activation);
  return differentiable(
    // As in affine, the gradients of the weights come before that of x.
    { bias, kernel, x },
    (save) => {
      const [y] = run('FusedConvolutionTranspose', { x, kernel, bias }, { ...attrs, ...activation, outputShape });
      save([x, kernel, y]);
      return y;
    },
    (dy, [from, w, y]) => {
      const dz = activationGradient(dy, y!, activation);
      return {
        x: () => run('Conv2D', { x: dz, filter: w! }, attrs)[0],
        kernel: () => run('Conv2DBackpropFilter', { x: dz, dy: from! }, { ...attrs, filterShape: w!.shape })[0],
        bias: () => sum(dz, [0, 1, 2]),
      };
    },
  );
}
